import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CodedError } from '../errors.ts';
import type { ByteReader } from '../pdf/byte-reader.ts';

/** Large enough that system calls do not count, small enough that jumping about wastes little. */
const BLOCK_BYTES = 65_536;
/** 8 MiB: what a page's objects, its content and some object streams lie in. */
const CACHED_BLOCKS = 128;

/** A file read by position, with the blocks read last kept in memory. Close it, or let `using` do so. */
export interface FileReader extends ByteReader, Disposable {
  /** time of last change when it was opened, ms since 1970 */
  readonly mtimeMs: number;
}

/**
 * Opens the file at `path` for reading by position; it never lies in memory as a whole, and may be larger than 2 GiB.
 *
 * @throws {CodedError} ERR_FILE_NOT_A_FILE
 * @throws {NodeJS.ErrnoException} what opening and reading throw; ERR_FILE_CHANGED if it became shorter
 */
export function openFileReader(path: string): FileReader {
  const descriptor = openSync(path, 'r');
  const stat = fstatSync(descriptor);
  if (!stat.isFile()) {
    closeSync(descriptor);
    throw new CodedError('ERR_FILE_NOT_A_FILE', `${path} is not a file; name a file`);
  }
  return new CachedFile(descriptor, stat.size, stat.mtimeMs);
}

class CachedFile implements FileReader {
  readonly size: number;
  readonly mtimeMs: number;
  readonly #descriptor: number;
  readonly #blocks = new Map<number, Uint8Array>();
  #last: Uint8Array = new Uint8Array(0);
  #lastIndex = -1;

  constructor(descriptor: number, size: number, mtimeMs: number) {
    this.#descriptor = descriptor;
    this.size = size;
    this.mtimeMs = mtimeMs;
  }

  read(begin: number, end: number): Uint8Array {
    const first = Math.floor(begin / BLOCK_BYTES);
    const at = begin - first * BLOCK_BYTES;
    const length = end - begin;
    if (at + length <= BLOCK_BYTES) return this.#block(first).subarray(at, at + length);
    if (length > BLOCK_BYTES) return this.#readWhole(begin, length); // long runs would only push the cache out
    const joined = new Uint8Array(length);
    joined.set(this.#block(first).subarray(at));
    joined.set(this.#block(first + 1).subarray(0, at + length - BLOCK_BYTES), BLOCK_BYTES - at);
    return joined;
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }

  #block(index: number): Uint8Array {
    if (index === this.#lastIndex) return this.#last;
    let block = this.#blocks.get(index);
    if (block === undefined) {
      const begin = index * BLOCK_BYTES;
      block = this.#readWhole(begin, Math.min(BLOCK_BYTES, this.size - begin));
      for (const oldest of this.#blocks.keys()) {
        if (this.#blocks.size < CACHED_BLOCKS) break;
        this.#blocks.delete(oldest);
      }
    } else this.#blocks.delete(index);
    this.#blocks.set(index, block); // the newest in the order of the Map
    this.#last = block;
    this.#lastIndex = index;
    return block;
  }

  #readWhole(begin: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, length));
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(this.#descriptor, bytes, done, bytes.length - done, begin + done);
      if (count === 0)
        throw new CodedError('ERR_FILE_CHANGED', 'the file became shorter while it was read; try again');
      done += count;
    }
    return bytes;
  }
}
