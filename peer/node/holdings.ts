import type { InfoHash } from '../../common/ids.ts';
import type { Holding } from '../announce/announce.ts';
import type { Shelf } from '../content/content.ts';
import type { Library, LibraryDocument } from '../library/library.ts';

/** What has become of the documents of a node since they were last looked at. */
export interface Looked {
  /** offered no more */
  readonly lost: readonly LibraryDocument[];
  /** offered again, or for the first time */
  readonly found: readonly LibraryDocument[];
}

/** Files that are looked at together. */
const TOGETHER = 16;

/** What this node can serve at this moment. Whole documents count once their file was seen to be there, unchanged. */
export class Holdings {
  readonly #library: Library;
  readonly #shelf: Shelf;
  readonly #serving = new Set<InfoHash>();
  readonly #listeners = new Set<() => void>();

  constructor(library: Library, shelf: Shelf) {
    this.#library = library;
    this.#shelf = shelf;
  }

  /** Looks at the file of every document; those that are gone or changed are not offered. */
  async look(signal?: AbortSignal): Promise<Looked> {
    const lost: LibraryDocument[] = [];
    const found: LibraryDocument[] = [];
    const documents = this.#library.documents();
    for (let at = 0; at < documents.length && signal?.aborted !== true; at += TOGETHER) {
      const some = documents.slice(at, at + TOGETHER);
      const states = await Promise.all(some.map((one) => this.#library.recheck(one, { inPlace: true })));
      for (const [place, document] of some.entries()) {
        const before = this.#serving.has(document.infoHash);
        if (states[place] !== 'serving') lost.push(document);
        else if (!before) found.push(document);
      }
    }
    for (const document of found) this.gained(document);
    const news = lost.filter(({ infoHash }) => this.#serving.has(infoHash));
    for (const { infoHash } of news) this.lost(infoHash);
    return { lost: news, found };
  }

  /** Documents that are on record and not offered. */
  missing(): LibraryDocument[] {
    return this.#library.documents().filter(({ infoHash }) => !this.#serving.has(infoHash));
  }

  gained({ infoHash }: Pick<LibraryDocument, 'infoHash'>): void {
    this.#serving.add(infoHash);
    for (const listener of this.#listeners) listener();
  }

  /** @param listener called at once and often when a document is offered that was not; it has to be quick */
  onGained(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  lost(infoHash: InfoHash): void {
    this.#serving.delete(infoHash);
  }

  serves(infoHash: InfoHash): boolean {
    return this.#serving.has(infoHash);
  }

  /** As trackers are told. */
  list(): Holding[] {
    const whole = this.#library.documents().filter(({ infoHash }) => this.#serving.has(infoHash));
    const downloads = this.#shelf
      .downloads()
      .filter(({ description }) => !this.#serving.has(description.info.infoHash));
    return [
      ...whole.map(({ infoHash, size, pages, privateTo, trackers }) => ({
        infoHash,
        size,
        complete: true,
        heldPercent: 100,
        heldPages: pages,
        ...(privateTo && { privateTo }),
        ...(trackers && { trackers }),
      })),
      ...downloads.map(({ description, heldBytes, heldPages }) => ({
        infoHash: description.info.infoHash,
        size: description.info.length,
        complete: false,
        heldPercent: Math.floor((100 * heldBytes) / Math.max(1, description.info.length)),
        heldPages,
        // which trackers may hear of it is on record when it is whole
        ...(description.info.private && { privateTo: [] }),
      })),
    ];
  }
}
