import { stat } from 'node:fs/promises';
import { codeOf, messageOf } from '../errors.ts';
import { NO_INFO } from '../pdf/document-info.ts';
import type { MappedFile } from './build-map.ts';
import { runWorker } from './run-worker.ts';
import type { Job } from './worker-thread.ts';

export type { MappedFile } from './build-map.ts';

/** Small files are quick or hostile; large ones get a second for what takes a fraction of it. */
const BASE_TIME_MS = 8000;
const TIME_MS_PER_MB = 1000;
const MAX_TIME_MS = 600_000;
/** A 55 MB document of 7,000 pages takes 60. */
const HEAP_MIB = 768;
const BYTES_PER_MB = 1e6;

/**
 * Builds the page map of the PDF at `path` in a worker, within limits of time and memory. A file that exceeds them
 * has no page map, and the reason says so.
 *
 * @param run how the worker is asked; its input is `path`. Without it a thread is made for this file
 * @throws what opening and reading the file throws
 */
export async function mapFile(
  path: string,
  { signal }: { readonly signal: AbortSignal },
  run: (job: Job) => Promise<MappedFile> = runAlone,
): Promise<MappedFile> {
  const { size } = await stat(path);
  const timeLimitMs = Math.min(MAX_TIME_MS, BASE_TIME_MS + (size / BYTES_PER_MB) * TIME_MS_PER_MB);
  try {
    return await run({ input: path, signal, timeLimitMs });
  } catch (error) {
    if (!/^ERR_(WORKER|PDF)_/.test(codeOf(error) ?? '')) throw error;
    return { reason: `its page map cannot be built: ${messageOf(error)}`, pages: 0, info: NO_INFO };
  }
}

function runAlone(job: Job): Promise<MappedFile> {
  const script = new URL('./map-file.worker.js', import.meta.url);
  return runWorker<MappedFile>({ script, heapMiB: HEAP_MIB, ...job });
}
