import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CodedError, codeOf } from '../../common/errors.ts';
import { type ByteRange, lengthOf, totalLength } from '../../common/range.ts';
import { Spans } from '../../common/spans.ts';
import { isDiskFull } from '../library/library.ts';
import { leafIsRight } from '../verify/verify.ts';
import type { Content, Description } from './document-bytes.ts';
import { PagesHeld } from './pages-held.ts';
import { readFully, readPlaces } from './read-fully.ts';

/** A document that is still arriving: a file of full length with holes. */
export interface PartialContent extends Content {
  /** leaves that are on disk and verified, ascending */
  heldLeaves(): number[];
  /** verified bytes from the beginning of the file on, without a gap */
  readonly heldPrefix: number;
  /** pages that can be shown in full, ascending */
  pagesHeld(): number[];
  /**
   * Writes a verified leaf to its places in the original's byte order.
   *
   * @throws {CodedError} ERR_CONTENT_NO_SPACE, ERR_CONTENT_WRITE
   */
  store(leaf: number, bytes: Uint8Array): Promise<void>;
}

/**
 * Opens or creates the partial file at `path` and hashes what lies in it: there is no journal, so after a crash
 * nothing unverified is believed and nothing verified is lost.
 */
export async function openPartial(description: Description, path: string): Promise<PartialContent> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o644);
    const content = new PartialFile(description, path, file);
    try {
      await content.prepare();
    } catch (cause) {
      await file.close();
      throw cause;
    }
    return content;
  } catch (cause) {
    throw asWriteError(cause, path);
  }
}

class PartialFile implements PartialContent {
  readonly description: Description;
  readonly path: string;
  readonly #file: FileHandle;
  readonly #spans = new Spans();
  readonly #leaves = new Set<number>();
  readonly #pages: PagesHeld;
  readonly #listeners = new Set<(leaf: number) => void>();
  /** one at a time: the system lets no two write to one file, and those that wait for each other cost time */
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(description: Description, path: string, file: FileHandle) {
    this.description = description;
    this.path = path;
    this.#file = file;
    this.#pages = new PagesHeld(description.layout);
  }

  get complete(): boolean {
    return this.#leaves.size === this.description.layout.leaves.length;
  }

  get heldBytes(): number {
    return this.#spans.total;
  }

  get heldPrefix(): number {
    return this.#spans.prefix;
  }

  get heldPages(): number {
    return this.#pages.count;
  }

  pagesHeld(): number[] {
    return this.#pages.pages();
  }

  heldLeaves(): number[] {
    return [...this.#leaves].sort((a, b) => a - b);
  }

  holdsLeaf(leaf: number): boolean {
    return this.#leaves.has(leaf);
  }

  holds(range: ByteRange): boolean {
    return range.begin < range.end && this.#spans.has(range);
  }

  async read(range: ByteRange): Promise<Uint8Array> {
    this.#mustHold(range);
    return readFully(this.#file, range, this.path);
  }

  async readInto(places: readonly Uint8Array[], begin: number): Promise<void> {
    this.#mustHold({ begin, end: places.reduce((end, { length }) => end + length, begin) });
    return readPlaces(this.#file, places, begin, this.path);
  }

  #mustHold(range: ByteRange): void {
    if (this.holds(range)) return;
    throw new CodedError('ERR_CONTENT_NOT_HELD', `bytes ${range.begin}-${range.end} have not arrived yet`);
  }

  onLeaf(listener: (leaf: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  store(leaf: number, bytes: Uint8Array): Promise<void> {
    const stored = this.#lastWrite.then(() => this.#write(leaf, bytes));
    this.#lastWrite = stored.catch(() => undefined);
    return stored;
  }

  async #write(leaf: number, bytes: Uint8Array): Promise<void> {
    try {
      let at = 0;
      for (const span of this.description.layout.leaves[leaf]?.spans ?? []) {
        await this.#writeFully(bytes.subarray(at, at + lengthOf(span)), span.begin);
        at += lengthOf(span);
      }
    } catch (cause) {
      throw asWriteError(cause, this.path);
    }
    this.#hold(leaf);
  }

  /** Gives the file its length, and believes of an older one what its hashes prove. */
  async prepare(): Promise<void> {
    const { size } = this.description.layout;
    const before = (await this.#file.stat()).size;
    if (before !== size) await this.#file.truncate(size);
    if (before === 0) return;
    for (const [leaf, { spans }] of this.description.layout.leaves.entries()) {
      const bytes = await this.#gather(spans);
      if (leafIsRight(this.description.layout, leaf, bytes)) this.#hold(leaf);
    }
  }

  async #gather(spans: readonly ByteRange[]): Promise<Uint8Array> {
    const bytes = new Uint8Array(totalLength(spans));
    let at = 0;
    for (const span of spans) {
      await this.#file.read(bytes, at, lengthOf(span), span.begin);
      at += lengthOf(span);
    }
    return bytes;
  }

  async #writeFully(bytes: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  #hold(leaf: number): void {
    if (this.#leaves.has(leaf)) return;
    this.#leaves.add(leaf);
    this.#pages.add(leaf);
    for (const span of this.description.layout.leaves[leaf]?.spans ?? []) this.#spans.add(span);
    for (const listener of this.#listeners) listener(leaf);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

function asWriteError(cause: unknown, path: string): CodedError {
  if (cause instanceof CodedError) return cause;
  if (isDiskFull(cause)) {
    const message = `the disk is full: free some room and run the same command again, nothing that arrived is lost (${path})`;
    return new CodedError('ERR_CONTENT_NO_SPACE', message, { cause });
  }
  return new CodedError(
    'ERR_CONTENT_WRITE',
    `cannot write ${path} (${codeOf(cause) ?? 'unknown reason'}): check the disk and run the same command again`,
    { cause },
  );
}
