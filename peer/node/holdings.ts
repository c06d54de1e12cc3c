import type { InfoHash } from '../../common/ids.ts';
import type { Holding } from '../announce/announce.ts';
import type { Shelf } from '../content/content.ts';
import type { Library, LibraryDocument } from '../library/library.ts';

/** What this node can serve at this moment. Whole documents count once their file was seen to be there, unchanged. */
export class Holdings {
  readonly #library: Library;
  readonly #shelf: Shelf;
  readonly #serving = new Set<InfoHash>();

  constructor(library: Library, shelf: Shelf) {
    this.#library = library;
    this.#shelf = shelf;
  }

  /** Looks at the file of every document; those that are gone or changed are not offered. */
  async look(): Promise<LibraryDocument[]> {
    const lost: LibraryDocument[] = [];
    for (const document of this.#library.documents()) {
      if ((await this.#library.recheck(document)) === 'serving') this.#serving.add(document.infoHash);
      else lost.push(document);
    }
    return lost;
  }

  gained({ infoHash }: LibraryDocument): void {
    this.#serving.add(infoHash);
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
