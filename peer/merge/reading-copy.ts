import { type IndexRange, indexRuns } from '../../common/range.ts';
import { pause } from '../../common/runtime/pause.ts';
import type { PartialContent } from '../content/content.ts';
import { writePages } from './write-pages.ts';

/** A reading copy is written again after this long, or after ten times what it took, whichever is longer, ms. */
const EVERY_MS = 5000;

/** The pages that have arrived, as a readable PDF that grows with the download. */
export interface ReadingCopy {
  /** Writes what has arrived by now, unless nothing has come since the last time. @returns pages in it */
  write(signal: AbortSignal): Promise<number>;
  /** Writes again and again until `stop`. */
  start(written: (pages: number) => void): void;
  stop(): Promise<void>;
}

/**
 * The reading copy of a running download at `out`. Each holder's run is extracted by itself and they are joined in page
 * order, which is how pages came from several machines; the exact file remains the verdict.
 *
 * @param runs the pages of each holder's run
 */
export function createReadingCopy(
  content: PartialContent,
  map: Uint8Array,
  runs: readonly IndexRange[],
  out: string,
): ReadingCopy {
  const stopping = new AbortController();
  let written = 0;
  let going: Promise<void> | undefined;

  async function write(signal: AbortSignal): Promise<number> {
    const pages = content.pagesHeld();
    if (pages.length === 0 || pages.length === written) return written;
    await writePages({ source: content.path, map, pages: cutByRuns(pages, runs), out }, { signal });
    written = pages.length;
    return written;
  }

  async function again(told: (pages: number) => void): Promise<void> {
    let pauseMs = EVERY_MS;
    while (!stopping.signal.aborted) {
      await pause(pauseMs, stopping.signal);
      if (stopping.signal.aborted) return;
      const startedAt = performance.now();
      const before = written;
      // one that fails (a disk that is full for a moment) does not end the download: the last one tells
      const pages = await write(stopping.signal).catch(() => before);
      if (pages > before) told(pages);
      pauseMs = Math.max(EVERY_MS, 10 * (performance.now() - startedAt));
    }
  }

  return {
    write,
    start(told) {
      going = again(told);
    },
    async stop() {
      stopping.abort();
      await going;
    },
  };
}

/** `pages` as ranges that end where a holder's run ends. */
function cutByRuns(pages: readonly number[], runs: readonly IndexRange[]): IndexRange[] {
  const borders = new Set(runs.map((run) => run.end));
  return indexRuns(pages).flatMap(({ first, end }) => {
    const cuts = [...borders].filter((border) => border > first && border < end).sort((a, b) => a - b);
    const edges = [first, ...cuts, end];
    return edges.slice(1).map((edge, place) => ({ first: edges[place] ?? first, end: edge }));
  });
}
