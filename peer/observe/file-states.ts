import type { InfoHash } from '../../common/ids.ts';
import type { Library, LibraryDocument } from '../library/library.ts';
import type { SharedDocument } from '../operations/operations.ts';

type State = SharedDocument['state'];

/** Files that are looked at together. */
const TOGETHER = 16;

/** How the files of whole documents were when they were last looked at: asking costs no system call. */
export class FileStates {
  readonly #library: Pick<Library, 'state'>;
  readonly #serves: (infoHash: InfoHash) => boolean;
  readonly #known = new Map<InfoHash, { readonly state: State; readonly offered: boolean }>();

  /** @param serves whether the node offers a document at this moment */
  constructor(library: Pick<Library, 'state'>, serves: (infoHash: InfoHash) => boolean) {
    this.#library = library;
    this.#serves = serves;
  }

  /** As it was seen; a document that was found lost, or came, since then is looked at again soon. */
  of(document: LibraryDocument): State {
    const { infoHash } = document;
    const offered = this.#serves(infoHash);
    const known = this.#known.get(infoHash);
    if (known !== undefined && known.offered === offered) return known.state;
    const state = offered ? 'serving' : 'missing';
    this.#known.set(infoHash, { state, offered });
    if (!offered) void this.#look(document);
    return state;
  }

  /** Looks at the files of all `documents`, and forgets all others. */
  async look(documents: readonly LibraryDocument[], signal: AbortSignal): Promise<void> {
    for (let at = 0; at < documents.length && !signal.aborted; at += TOGETHER) {
      await Promise.all(documents.slice(at, at + TOGETHER).map((document) => this.#look(document)));
    }
    if (this.#known.size <= documents.length) return;
    const present = new Set(documents.map(({ infoHash }) => infoHash));
    for (const infoHash of this.#known.keys()) if (!present.has(infoHash)) this.#known.delete(infoHash);
  }

  async #look(document: LibraryDocument): Promise<void> {
    const { infoHash } = document;
    const state = await this.#library.state(document);
    this.#known.set(infoHash, { state, offered: this.#serves(infoHash) });
  }
}
