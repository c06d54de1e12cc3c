import { stat } from 'node:fs/promises';
import { codeOf, messageOf } from '../errors.ts';
import type { DocumentInfo } from '../pdf/document-info.ts';
import { NO_INFO } from '../pdf/document-info.ts';
import { runWorker } from './run-worker.ts';

/** Small files are quick or hostile; large ones get a second for what takes a fraction of it. */
const BASE_TIME_MS = 8000;
const TIME_MS_PER_MB = 1000;
const MAX_TIME_MS = 600_000;
/** A 55 MB document of 7,000 pages takes 60. */
const HEAP_MIB = 768;
const BYTES_PER_MB = 1e6;

/** What mapping a file came to. */
export interface MappedFile {
  /** the page map's blob; absent if `reason` says why */
  readonly map?: Uint8Array<ArrayBuffer>;
  /** why there is no page map; empty with one */
  readonly reason: string;
  /** 0 where the number cannot be told */
  readonly pages: number;
  readonly info: DocumentInfo;
}

/**
 * Builds the page map of the PDF at `path` in a worker, within limits of time and memory. A file that exceeds them
 * has no page map, and the reason says so.
 *
 * @throws what opening and reading the file throws
 */
export async function mapFile(
  path: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<MappedFile> {
  const { size } = await stat(path);
  const timeLimitMs = Math.min(MAX_TIME_MS, BASE_TIME_MS + (size / BYTES_PER_MB) * TIME_MS_PER_MB);
  try {
    return await runWorker<MappedFile>({
      script: new URL('./map-file.worker.js', import.meta.url),
      input: { path },
      signal,
      timeLimitMs,
      heapMiB: HEAP_MIB,
    });
  } catch (error) {
    if (!/^ERR_(WORKER|PDF)_/.test(codeOf(error) ?? '')) throw error;
    return { reason: `its page map cannot be built: ${messageOf(error)}`, pages: 0, info: NO_INFO };
  }
}
