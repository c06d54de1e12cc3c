import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { LibraryDocument } from './document.ts';

/** A file that has, or had, a part of a document. */
interface Place {
  readonly path: string;
  /** offset of its first byte in the document, bytes */
  readonly begin: number;
  /** bytes */
  readonly size: number;
}

/**
 * The bytes that lie where those of a document should, whatever became of its files: what is missing, or cannot be read,
 * is zeros. Nothing of it is to be believed before it is hashed.
 */
export class LooseBytes implements AsyncDisposable {
  readonly #places: readonly Place[];
  #opened: { readonly path: string; readonly file: FileHandle | undefined } | undefined;

  constructor({ path, size, files }: Pick<LibraryDocument, 'path' | 'size' | 'files'>) {
    this.#places = files?.map((file) => ({ ...file, path: join(path, ...file.path.split('/')) })) ?? [
      { path, begin: 0, size },
    ];
  }

  /** Bytes of `range`, a new array. One reading at a time. */
  async read(range: { readonly begin: number; readonly end: number }): Promise<Uint8Array> {
    const bytes = new Uint8Array(range.end - range.begin);
    for (const { path, begin, size } of this.#places) {
      const from = Math.max(range.begin, begin);
      const to = Math.min(range.end, begin + size);
      if (from < to)
        await this.#fill(path, bytes.subarray(from - range.begin, to - range.begin), from - begin);
    }
    return bytes;
  }

  async #fill(path: string, bytes: Uint8Array, position: number): Promise<void> {
    const file = await this.#open(path);
    for (let done = 0; file !== undefined && done < bytes.length; ) {
      const rest = bytes.length - done;
      const { bytesRead } = await file
        .read(bytes, done, rest, position + done)
        .catch(() => ({ bytesRead: 0 }));
      if (bytesRead === 0) return;
      done += bytesRead;
    }
  }

  async #open(path: string): Promise<FileHandle | undefined> {
    if (this.#opened?.path !== path) {
      await this[Symbol.asyncDispose]();
      this.#opened = { path, file: await open(path, 'r').catch(() => undefined) };
    }
    return this.#opened?.file;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened?.file?.close();
    this.#opened = undefined;
  }
}
