import { dirname } from 'node:path';
import { pause } from '../../common/runtime/pause.ts';
import { watchFolder } from '../../common/runtime/watch-folder.ts';
import type { LibraryDocument } from '../library/library.ts';
import type { Node } from './rooms.ts';

/** What of a node it looks after. */
type Watched = Pick<Node, 'library' | 'holdings' | 'announcer' | 'shelf' | 'log'>;

/** How often the files of all documents are looked at, ms; less often where there are many, to cost below 0.1 % of a core. */
const LOOK_MS = 30_000;
const LOOK_MS_PER_DOCUMENT = 30;
/** What happens to files happens to several at once: so long, ms, is waited for the others. */
const GATHER_MS = 300;
/** Folders that are watched: each takes a handle of the system, which has some thousands for all programs. */
const MAX_WATCHED = 64;
/** What is not found is searched for again after so long, ms, and then after twice as long each time. */
const FIRST_SEARCH_PAUSE_MS = 60_000;
const LONGEST_SEARCH_PAUSE_MS = 3_600_000;

/**
 * Keeps an eye on the files of a node: what is changed or gone is offered no more, what was moved or renamed is found again,
 * and people are told by the log.
 */
export class Lookout implements AsyncDisposable {
  readonly #node: Watched;
  readonly #ending = new AbortController();
  readonly #watched = new Map<string, Disposable>();
  readonly #over: Promise<void>;
  readonly #forget: () => void;
  #stir: () => void = () => undefined;
  /** what is to be done before it is time */
  #due: 'nothing' | 'watch' | 'look' = 'nothing';
  /** info hashes that were searched for in vain, and when they are searched for again */
  #missed = '';
  #searchPauseMs = FIRST_SEARCH_PAUSE_MS;
  #searchDueAt = 0;

  constructor(node: Watched) {
    this.#node = node;
    this.#forget = node.holdings.onGained(() => this.#gained());
    this.#over = this.#run(this.#ending.signal);
  }

  /** Something may have happened to files. */
  soon(): void {
    this.#due = 'look';
    this.#stir();
  }

  /** A document lies in a folder that may not be watched yet. */
  #gained(): void {
    if (this.#due !== 'nothing') return;
    this.#due = 'watch';
    this.#stir();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#forget();
    this.#ending.abort();
    for (const watched of this.#watched.values()) watched[Symbol.dispose]();
    await this.#over;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#watch();
      await this.#look(signal).catch((error: unknown) => {
        if (!signal.aborted) this.#node.log.warn('look-failed', { err: error });
      });
      await this.#rest(signal);
    }
  }

  /** Until it is time, or something happens. */
  async #rest(signal: AbortSignal): Promise<void> {
    const many = this.#node.library.documents().length * LOOK_MS_PER_DOCUMENT;
    const lookAt = performance.now() + Math.max(LOOK_MS, many);
    while (!signal.aborted && performance.now() < lookAt) {
      const stirred = new AbortController();
      this.#stir = () => stirred.abort();
      const limit = AbortSignal.any([signal, stirred.signal]);
      if (this.#due === 'nothing') await pause(lookAt - performance.now(), limit, { unref: true });
      if (this.#due !== 'nothing') await pause(GATHER_MS, signal, { unref: true });
      const due = this.#takeDue();
      if (due === 'look') return;
      // what happened before it was watched told nobody
      if (due === 'watch' && this.#watch()) this.#due = 'look';
    }
  }

  #takeDue(): 'nothing' | 'watch' | 'look' {
    const due = this.#due;
    this.#due = 'nothing';
    return due;
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { holdings, announcer, shelf, log } = this.#node;
    const { lost, found } = await holdings.look(signal);
    for (const { infoHash, name, path } of lost) {
      log.warn('document-lost', { name, path });
      await shelf.drop(infoHash);
    }
    for (const { name, path } of found) log.info('document-back', { name, path });
    const moved = await this.#search(signal);
    if (lost.length + found.length + moved > 0) announcer.changed();
  }

  /** @returns how many were found elsewhere */
  async #search(signal: AbortSignal): Promise<number> {
    const { holdings, library, log } = this.#node;
    const missing = holdings.missing();
    const missed = missing.map(({ infoHash }) => infoHash).join();
    const now = performance.now();
    if (missed === this.#missed && now < this.#searchDueAt) return 0;
    if (missed !== this.#missed) this.#searchPauseMs = FIRST_SEARCH_PAUSE_MS;
    this.#missed = missed;
    if (missing.length === 0) return 0;
    const moved = await library.relocate(missing, { signal });
    for (const document of moved) {
      holdings.gained(document);
      const from = missing.find(({ infoHash }) => infoHash === document.infoHash)?.path;
      log.warn('document-moved', { name: document.name, from, to: document.path });
    }
    this.#searchDueAt = performance.now() + this.#searchPauseMs;
    this.#searchPauseMs = Math.min(LONGEST_SEARCH_PAUSE_MS, 2 * this.#searchPauseMs);
    return moved.length;
  }

  /** Watches the folders with most documents. @returns whether one is new */
  #watch(): boolean {
    const counts = new Map<string, number>([[this.#node.library.folders.library, Number.MAX_SAFE_INTEGER]]);
    for (const folder of this.#node.library.documents().map(folderOf))
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    const folders = new Set(
      [...counts]
        .sort(([, a], [, b]) => b - a)
        .slice(0, MAX_WATCHED)
        .map(([folder]) => folder),
    );
    for (const [folder, watched] of this.#watched) {
      if (folders.has(folder)) continue;
      watched[Symbol.dispose]();
      this.#watched.delete(folder);
    }
    const fresh = [...folders].filter((folder) => !this.#watched.has(folder));
    for (const folder of fresh)
      this.#watched.set(
        folder,
        watchFolder(folder, () => this.soon()),
      );
    return fresh.length > 0;
  }
}

function folderOf({ path }: LibraryDocument): string {
  return dirname(path);
}
