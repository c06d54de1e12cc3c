import { open, stat } from 'node:fs/promises';
import { CodedError } from '../../common/errors.ts';
import { type MappedFile, mapFile } from '../../common/runtime/map-file.ts';
import { createWorkerPool, type WorkerPool } from '../../common/runtime/worker-pool.ts';
import type { Hashes } from './hash-document.ts';
import type { ReadJob } from './read-document.worker.ts';
import type { DocumentReading, PdfReading, ReadDocumentOptions } from './read-document-result.ts';
import { readText } from './read-document-text.ts';

/** The header may stand this far into the file. @see ISO 32000-1 annex H, 3.4.1 */
const HEADER_SEARCH_BYTES = 1024;
/** Between two reports lie 32 MiB; a disk that takes longer is as good as broken. */
const HASH_TIME_LIMIT_MS = 60_000;
/** The map of a 55 MB document of 7,000 pages takes 60. */
const HEAP_MIB = 768;
/** PDFium leaks a little with some documents. */
const JOBS_PER_THREAD = 400;
/** A pool ends with the publishing; this is for one that waits long for a tracker. */
const IDLE_MS = 30_000;

/** Threads that read documents, at most `limit` at once. */
export function createReadThreads(limit: number): WorkerPool {
  const script = new URL('./read-document.worker.js', import.meta.url);
  return createWorkerPool({
    script,
    limit,
    heapMiB: HEAP_MIB,
    jobsPerThread: JOBS_PER_THREAD,
    idleMs: IDLE_MS,
  });
}

/**
 * Reads the file at `path` once from front to back for its hashes, and if it is a PDF builds its page map, checks that
 * pages extracted by it hold the same text as in the file, and counts the words on each page. All of it happens
 * in workers, within limits of time and memory; whatever fails beyond the hashes leaves a reason in the result.
 *
 * @throws {CodedError} ERR_FILE_NOT_A_FILE, ERR_FILE_CHANGED, ERR_WORKER_* for the hashes, and what opening the file
 *   throws
 */
export async function readDocument(path: string, options: ReadDocumentOptions): Promise<DocumentReading> {
  const before = await stat(path);
  if (!before.isFile()) throw new CodedError('ERR_FILE_NOT_A_FILE', `${path} is not a file; name a file`);
  const isPdf = await hasPdfHeader(path);
  options.onProgress?.({ stage: 'hashing', done: 0, total: before.size });
  const mapJob: ReadJob = { ask: 'map', path };
  // both at once, and both awaited whichever fails: neither may go on alone
  const [hashing, mapping] = await Promise.allSettled([
    hashFile(path, before.size, options),
    isPdf ? mapFile(path, options, (job) => options.threads.run({ ...job, input: mapJob })) : undefined,
  ]);
  if (hashing.status === 'rejected') throw hashing.reason;
  if (mapping.status === 'rejected') throw mapping.reason;
  const hashes = hashing.value;
  const pdf =
    mapping.value === undefined ? undefined : await readPdf(path, hashes.sha256, mapping.value, options);
  const after = await stat(path);
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    throw new CodedError(
      'ERR_FILE_CHANGED',
      `${path} changed while it was read; try again when it is finished`,
    );
  }
  return { size: before.size, mtimeMs: before.mtimeMs, ...hashes, ...(pdf === undefined ? {} : { pdf }) };
}

async function readPdf(
  path: string,
  sha256: string,
  mapped: MappedFile,
  options: ReadDocumentOptions,
): Promise<PdfReading> {
  const { map, reason, pages } = mapped;
  const info = { ...mapped.info, ...(mapped.damage === undefined ? {} : { damage: mapped.damage }) };
  if (map === undefined) return { ...info, pages, reason };
  const text = await readText({ path, map, pages, sha256 }, options);
  const words = text.wordsPerPage === undefined ? {} : { wordsPerPage: text.wordsPerPage };
  if (text.mismatch !== '') return { ...info, pages, reason: text.mismatch, ...words };
  return { ...info, pages, map, reason: '', ...words };
}

async function hasPdfHeader(path: string): Promise<boolean> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(HEADER_SEARCH_BYTES), position: 0 });
  return buffer.subarray(0, bytesRead).includes('%PDF-', 0, 'latin1');
}

function hashFile(
  path: string,
  size: number,
  { signal, pieceLength, threads, onProgress }: ReadDocumentOptions,
): Promise<Hashes> {
  const input: ReadJob = { ask: 'hash', path, pieceLength };
  return threads.run<Hashes>({
    input,
    signal,
    timeLimitMs: HASH_TIME_LIMIT_MS,
    onReport: (done) => onProgress?.({ stage: 'hashing', done: Number(done), total: size }),
  });
}
