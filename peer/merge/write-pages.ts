import { unlink } from 'node:fs/promises';
import type { IndexRange } from '../../common/range.ts';
import { renameOver, temporaryBeside } from '../../common/runtime/atomic-write.ts';
import { runWorker } from '../../common/runtime/run-worker.ts';
import type { Abortable } from '../operations/operations.ts';

/** Joining a thousand pages with pdf-lib takes seconds; this is for what never ends. */
const TIME_LIMIT_MS = 600_000;
/** pdf-lib holds everything that it joins in memory. */
const HEAP_MIB = 2048;

/** Pages of a document, and where they go. */
export interface PageSelection {
  /** the original, whole or partial */
  readonly source: string;
  /** its page map's blob */
  readonly map: Uint8Array;
  /** ascending page indexes; each range is one run */
  readonly pages: readonly IndexRange[];
  readonly out: string;
  /** extract them together instead of joining the runs: quicker by far where pages lie scattered */
  readonly together?: boolean;
}

/**
 * Writes `pages` as one PDF at `out`, in a worker: there it is whole, or not at all. A single run is written as
 * extracted; several runs are joined in page order with pdf-lib, unless they are wanted `together`.
 *
 * Only bytes that the pages need are read, so the rest of `source` may be missing.
 *
 * @returns pages and bytes written
 * @throws {CodedError} ERR_PAGEMAP_*, ERR_EXTRACT_*, ERR_MERGE_JOIN, ERR_WORKER_*, and what the file system says
 */
export async function writePages(
  { source, map, pages, out, together = false }: PageSelection,
  { signal }: Abortable,
): Promise<{ pages: number; bytes: number }> {
  const temporary = temporaryBeside(out);
  try {
    const written = await runWorker<{ pages: number; bytes: number }>({
      script: new URL('./write-pages.worker.js', import.meta.url),
      input: { source, map, pages, temporary, together },
      signal,
      timeLimitMs: TIME_LIMIT_MS,
      heapMiB: HEAP_MIB,
    });
    await renameOver(temporary, out);
    return written;
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}
