import { type FileHandle, open } from 'node:fs/promises';
import { CodedError } from '../../common/errors.ts';
import type { ByteRange } from '../../common/range.ts';
import type { Content, Description } from './document-bytes.ts';
import { readFully, readPlaces } from './read-fully.ts';

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
 * @throws {CodedError} ERR_CONTENT_CHANGED when size or time of the file are not those that were verified;
 * ERR_CONTENT_MISSING when it is gone
 */
export async function openWhole(description: Description, seen: Seen): Promise<Content> {
  const file = await open(seen.path, 'r').catch((cause: unknown) => {
    throw new CodedError('ERR_CONTENT_MISSING', `${seen.path} can no longer be read`, { cause });
  });
  const stat = await file.stat();
  if (stat.size !== seen.size || Math.trunc(stat.mtimeMs) !== Math.trunc(seen.mtimeMs)) {
    await file.close();
    throw new CodedError(
      'ERR_CONTENT_CHANGED',
      `${seen.path} has changed since it was verified; publish it again`,
    );
  }
  return new WholeContent(description, seen, file);
}

class WholeContent implements Content {
  readonly description: Description;
  readonly path: string;
  readonly complete = true;
  readonly heldBytes: number;
  readonly heldPages: number;
  readonly #file: FileHandle;

  constructor(description: Description, seen: Seen, file: FileHandle) {
    this.description = description;
    this.path = seen.path;
    this.heldBytes = seen.size;
    this.heldPages = description.layout.pageCount;
    this.#file = file;
  }

  holdsLeaf(leaf: number): boolean {
    return leaf >= 0 && leaf < this.description.layout.leaves.length;
  }

  holds({ begin, end }: ByteRange): boolean {
    return begin >= 0 && begin < end && end <= this.heldBytes;
  }

  read(range: ByteRange): Promise<Uint8Array> {
    return readFully(this.#file, range, this.path);
  }

  readInto(places: readonly Uint8Array[], begin: number): Promise<void> {
    return readPlaces(this.#file, places, begin, this.path);
  }

  onLeaf(): () => void {
    return () => undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
