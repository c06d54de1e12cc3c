import { stat } from 'node:fs/promises';
import { CodedError } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import { formatBytes } from '../../common/text/format.ts';
import type { Library } from '../library/library.ts';

/** What downloads may take on disk: the library folder and what is not finished, against `maxStorage`. */
export class Storage {
  readonly #library: Pick<Library, 'documents' | 'partials' | 'partialPath'>;
  readonly #most: () => number;
  /** bytes of what is being downloaded, whole */
  readonly #reserved = new Map<InfoHash, number>();
  #turn: Promise<unknown> = Promise.resolve();

  /** @param most bytes; 0: no limit */
  constructor(library: Pick<Library, 'documents' | 'partials' | 'partialPath'>, most: () => number) {
    this.#library = library;
    this.#most = most;
  }

  /** Bytes that are taken, and those that running downloads will take. */
  async used(): Promise<number> {
    let bytes = 0;
    for (const { infoHash, inLibrary, size } of this.#library.documents()) {
      if (inLibrary && !this.#reserved.has(infoHash)) bytes += size;
    }
    for (const infoHash of await this.#library.partials()) {
      if (this.#reserved.has(infoHash)) continue;
      bytes += (await stat(this.#library.partialPath(infoHash)).catch(() => undefined))?.size ?? 0;
    }
    for (const size of this.#reserved.values()) bytes += size;
    return bytes;
  }

  /**
   * Keeps room for a document that is about to be downloaded, one asker after the other.
   *
   * @returns what gives back what has not been used
   * @throws {CodedError} ERR_LIMIT_STORAGE when it would be too much
   */
  reserve(infoHash: InfoHash, name: string, size: number): Promise<() => void> {
    const work = this.#turn.then(async () => {
      this.#reserved.set(infoHash, size);
      const most = this.#most();
      const used = most === 0 ? 0 : await this.used();
      if (most > 0 && used > most) {
        this.#reserved.delete(infoHash);
        throw tooMuch(name, size, used - size, most);
      }
      return () => void this.#reserved.delete(infoHash);
    });
    this.#turn = work.catch(() => undefined);
    return work;
  }
}

function tooMuch(name: string, size: number, used: number, most: number): CodedError {
  const room = `'${name}' needs ${formatBytes(size)}, and ${formatBytes(used)} of ${formatBytes(most)} are taken`;
  return new CodedError('ERR_LIMIT_STORAGE', `${room}: remove something, or raise maxStorage`);
}
