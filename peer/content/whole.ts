import { fstatSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { CodedError } from '../../common/errors.ts';
import { type ByteRange, lengthOf } from '../../common/range.ts';
import type { Content, Description } from './document-bytes.ts';
import { readPlaces } from './read-fully.ts';

/** What the file looked like when its bytes were verified. */
interface Seen {
  readonly path: string;
  /** bytes */
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * Opens a complete document for serving.
 *
 * @param changed called when it is found out, before what was read is handed out, that the file has changed or is gone
 * @throws {CodedError} ERR_CONTENT_CHANGED when size or time of the file are not those that were verified;
 * ERR_CONTENT_MISSING when it is gone
 */
export async function openWhole(
  description: Description,
  seen: Seen,
  changed: () => void = () => undefined,
): Promise<Content> {
  const file = await open(seen.path, 'r').catch((cause: unknown) => {
    throw new CodedError('ERR_CONTENT_MISSING', `${seen.path} can no longer be read`, { cause });
  });
  const stat = await file.stat();
  if (!isAsSeen(stat, seen)) {
    await file.close();
    throw changedSince(seen);
  }
  return new WholeContent(description, seen, file, changed);
}

function isAsSeen(stat: Pick<Stats, 'size' | 'mtimeMs'>, { size, mtimeMs }: Seen): boolean {
  return stat.size === size && Math.trunc(stat.mtimeMs) === Math.trunc(mtimeMs);
}

function changedSince({ path }: Seen): CodedError {
  return new CodedError('ERR_CONTENT_CHANGED', `${path} has changed since it was verified; publish it again`);
}

class WholeContent implements Content {
  readonly description: Description;
  readonly path: string;
  readonly complete = true;
  readonly heldBytes: number;
  readonly heldPages: number;
  readonly #file: FileHandle;
  readonly #seen: Seen;
  readonly #changed: () => void;
  /** whether its disk tells that a file has a name */
  readonly #linked: boolean;

  constructor(description: Description, seen: Seen, file: FileHandle, changed: () => void) {
    this.description = description;
    this.path = seen.path;
    this.heldBytes = seen.size;
    this.heldPages = description.layout.pageCount;
    this.#file = file;
    this.#seen = seen;
    this.#changed = changed;
    this.#linked = fstatSync(file.fd).nlink > 0;
  }

  holdsLeaf(leaf: number): boolean {
    return leaf >= 0 && leaf < this.description.layout.leaves.length;
  }

  holds({ begin, end }: ByteRange): boolean {
    return begin >= 0 && begin < end && end <= this.heldBytes;
  }

  async read(range: ByteRange): Promise<Uint8Array> {
    const bytes = new Uint8Array(lengthOf(range));
    await this.readInto([bytes], range.begin);
    return bytes;
  }

  async readInto(places: readonly Uint8Array[], begin: number): Promise<void> {
    try {
      await readPlaces(this.#file, places, begin, this.path);
      this.#expectAsSeen();
    } catch (error) {
      this.#changed();
      throw error;
    }
  }

  /** What was written into the file before it was read shows in its time then. */
  #expectAsSeen(): void {
    const stat = fstatSync(this.#file.fd); // some us: the file is open
    if (!isAsSeen(stat, this.#seen) || (stat.nlink === 0 && this.#linked)) throw changedSince(this.#seen);
  }

  onLeaf(): () => void {
    return () => undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
