import type { Entry } from './entry.ts';
import type { Found } from './found.ts';

/** How a search stands. */
export type Finding =
  /** nothing was asked: everything published is shown */
  | { readonly state: 'idle' }
  /** one document is named, and Enter will look it up */
  | { readonly state: 'ready'; readonly entry: Entry }
  /** `rows` are those of the entry before, for as long as it takes */
  | { readonly state: 'asking'; readonly entry: Entry; readonly rows: readonly Found[] }
  | { readonly state: 'found'; readonly entry: Entry; readonly rows: readonly Found[] }
  | { readonly state: 'failed'; readonly entry: Entry; readonly error: unknown };

/** What a finder needs. */
export interface FinderOptions {
  find(entry: Entry, options: { readonly signal: AbortSignal }): Promise<readonly Found[]>;
  /** resolves after `ms`, or when `signal` aborts */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  changed(): void;
  readonly signal: AbortSignal;
}

/** ms without a key after which words are searched for */
const DEBOUNCE_MS = 200;

/** Searches while a person types: for words when he pauses, for one document when he presses Enter. Only the last entry counts. */
export class Finder {
  readonly #options: FinderOptions;
  #finding: Finding = { state: 'idle' };
  #older = new AbortController();

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  get finding(): Finding {
    return this.#finding;
  }

  /** The rows to be shown; `undefined`: everything published. */
  get rows(): readonly Found[] | undefined {
    const finding = this.#finding;
    if (finding.state === 'idle') return undefined;
    return 'rows' in finding ? finding.rows : [];
  }

  /** The line says `entry` now. */
  typed(entry: Entry): void {
    this.#older.abort();
    if (entry.kind === 'words') void this.#ask(entry, DEBOUNCE_MS);
    else this.#become(entry.kind === 'nothing' ? { state: 'idle' } : { state: 'ready', entry });
  }

  /** Enter was pressed: `entry` is looked up without delay. */
  enter(entry: Entry): void {
    this.#older.abort();
    if (entry.kind === 'nothing') this.#become({ state: 'idle' });
    else void this.#ask(entry, 0);
  }

  async #ask(entry: Entry, delayMs: number): Promise<void> {
    const { find, pause } = this.#options;
    this.#older = new AbortController();
    const signal = AbortSignal.any([this.#older.signal, this.#options.signal]);
    const rows = 'rows' in this.#finding ? this.#finding.rows : [];
    this.#become({ state: 'asking', entry, rows });
    if (delayMs > 0) await pause(delayMs, signal);
    if (signal.aborted) return;
    try {
      const found = await find(entry, { signal });
      if (!signal.aborted) this.#become({ state: 'found', entry, rows: found });
    } catch (error) {
      if (!signal.aborted) this.#become({ state: 'failed', entry, error });
    }
  }

  #become(finding: Finding): void {
    this.#finding = finding;
    this.#options.changed();
  }
}
