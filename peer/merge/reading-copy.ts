import { messageOf } from '../../common/errors.ts';
import { type IndexRange, indexRuns } from '../../common/range.ts';
import { pause } from '../../common/runtime/pause.ts';
import type { PartialContent } from '../content/content.ts';
import type { GetEvent } from '../operations/operations.ts';
import { writePages } from './write-pages.ts';

/** A reading copy is written again after this long, or after ten times what it took, whichever is longer, ms. */
const EVERY_MS = 5000;

/** How long the last one may take, ms: a person has pressed Ctrl-C. */
const LAST_MS = 30_000;

/** The pages that have arrived, as a readable PDF that grows with the download. */
export interface ReadingCopy {
  /** Writes what has arrived by now, for the last time; it tells what failed, and throws nothing. */
  finish(): Promise<void>;
}

/**
 * Writes the reading copy of a running download to `out`, again and again until `finish`. Each holder's run is extracted
 * by itself and they are joined in page order, which is how pages came from several machines; the exact file remains the
 * verdict. A document without a page map has none.
 *
 * @param runs the pages of each holder's run
 */
export function startReadingCopy(
  content: PartialContent,
  runs: readonly IndexRange[],
  out: string,
  emit: (event: GetEvent) => void,
): ReadingCopy {
  const map = content.description.map?.blob;
  if (map === undefined) {
    const message = 'no reading copy: this document has no page map, so it can only be read when it is whole';
    emit({ type: 'notice', message });
    return { finish: () => Promise.resolve() };
  }
  return new GrowingCopy(content, map, runs, out, emit);
}

class GrowingCopy implements ReadingCopy {
  readonly #content: PartialContent;
  readonly #map: Uint8Array;
  readonly #runs: readonly IndexRange[];
  readonly #out: string;
  readonly #emit: (event: GetEvent) => void;
  readonly #stopping = new AbortController();
  readonly #going: Promise<void>;
  #written = 0;

  constructor(
    content: PartialContent,
    map: Uint8Array,
    runs: readonly IndexRange[],
    out: string,
    emit: (event: GetEvent) => void,
  ) {
    this.#content = content;
    this.#map = map;
    this.#runs = runs;
    this.#out = out;
    this.#emit = emit;
    this.#going = this.#again();
  }

  async finish(): Promise<void> {
    this.#stopping.abort();
    await this.#going;
    try {
      await this.#write(AbortSignal.timeout(LAST_MS));
      this.#tell();
    } catch (error) {
      // it is a convenience, and its folder another than that of the document
      this.#emit({ type: 'notice', message: `no reading copy at ${this.#out}: ${messageOf(error)}` });
    }
  }

  async #again(): Promise<void> {
    const { signal } = this.#stopping;
    let pauseMs = EVERY_MS;
    for (;;) {
      await pause(pauseMs, signal);
      if (signal.aborted) return;
      const startedAt = performance.now();
      // one that fails (a disk that is full for a moment) does not end the download: the last one tells
      if (await this.#write(signal).catch(() => false)) this.#tell();
      pauseMs = Math.max(EVERY_MS, 10 * (performance.now() - startedAt));
    }
  }

  /** Writes what has arrived. @returns whether there was more than the last time */
  async #write(signal: AbortSignal): Promise<boolean> {
    const pages = this.#content.pagesHeld();
    if (pages.length === this.#written) return false;
    const ranges = cutByRuns(pages, this.#runs);
    await writePages(
      { source: this.#content.path, map: this.#map, pages: ranges, out: this.#out },
      { signal },
    );
    this.#written = pages.length;
    return true;
  }

  #tell(): void {
    this.#emit({ type: 'reading-copy', path: this.#out, pages: this.#written });
  }
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
