import { remember } from '../../../common/remember.ts';
import { pause } from '../../../common/runtime/pause.ts';
import type { DocumentDetails } from '../../../common/tracker-api/publication.ts';
import type { PageHeat } from '../../operations/operations.ts';
import type { PaneParts } from '../pane.ts';
import { type DocumentName, isWhole } from './facts.ts';

/** somebody who moves quickly through a list asks about the last row only */
const SETTLE_MS = 150;
/** the map of a document that arrives is seen to fill */
const HEAT_MS = 500;
/** what trackers told is asked again when it is older, ms */
const FRESH_MS = 30_000;
const MOST_KEPT = 64;

/** What the trackers told of a document. */
interface Told {
  readonly details: DocumentDetails | undefined;
  /** what was thrown where they told nothing */
  readonly trouble: unknown;
  readonly at: number;
}

/** Asks about the one document that somebody looks at, and about no other. */
export class Follower {
  readonly #parts: PaneParts;
  readonly #told = new Map<string, Told>();
  #document: DocumentName | undefined;
  #heat: PageHeat | undefined;
  #following = new AbortController();
  #polling = false;

  constructor(parts: PaneParts) {
    this.#parts = parts;
  }

  get told(): Told | undefined {
    return this.#document === undefined ? undefined : this.#told.get(this.#document.infoHash);
  }

  get heat(): PageHeat | undefined {
    return this.#heat;
  }

  /** Follows `document` from now on, and what it followed before no more. */
  follow(document: DocumentName | undefined): void {
    if (document?.infoHash === this.#document?.infoHash) return;
    this.#following.abort();
    this.#following = new AbortController();
    this.#document = document;
    this.#heat = undefined;
    this.#polling = false;
    if (document !== undefined) void this.#begin(document, this.#signal());
  }

  /** The node's files have changed: a document may have begun to arrive. */
  filesChanged(): void {
    const document = this.#document;
    if (document !== undefined && !this.#polling && this.#isIncomplete(document))
      void this.#pollHeat(document, this.#signal());
  }

  async #begin(document: DocumentName, signal: AbortSignal): Promise<void> {
    await pause(SETTLE_MS, signal);
    if (signal.aborted) return;
    void this.#ask(document, signal);
    await this.#pollHeat(document, signal);
  }

  async #ask({ infoHash, sha256 }: DocumentName, signal: AbortSignal): Promise<void> {
    const known = this.#told.get(infoHash);
    if (known !== undefined && this.#parts.host.now() - known.at < FRESH_MS) return;
    const told = await this.#parts.operations.show(sha256 || infoHash, { signal }).then(
      (details) => ({ details, trouble: undefined }),
      (error: unknown) => ({ details: known?.details, trouble: error }),
    );
    if (signal.aborted) return;
    remember(this.#told, infoHash, { ...told, at: this.#parts.host.now() }, MOST_KEPT);
    this.#parts.host.redraw();
  }

  /** once, and again and again as long as not all of the document is here */
  async #pollHeat(document: DocumentName, signal: AbortSignal): Promise<void> {
    if (this.#polling || !this.#parts.feed.files.has(document.infoHash)) return;
    this.#polling = true;
    let incomplete: boolean;
    do {
      incomplete = this.#isIncomplete(document);
      const heat = await this.#parts.operations.heat(document.infoHash, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      this.#heat = heat;
      this.#parts.host.redraw();
      if (incomplete) await pause(HEAT_MS, signal, { unref: true });
    } while (incomplete && !signal.aborted);
    if (!signal.aborted) this.#polling = false;
  }

  #isIncomplete({ infoHash }: DocumentName): boolean {
    const file = this.#parts.feed.files.get(infoHash);
    return file !== undefined && !isWhole(file);
  }

  #signal(): AbortSignal {
    return AbortSignal.any([this.#parts.signal, this.#following.signal]);
  }
}
