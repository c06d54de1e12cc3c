import type { ByteReader } from './byte-reader.ts';
import { isDigit, isSpace } from './characters.ts';

const CHUNK_BYTES = 32_768;

/** Walks a file byte by byte: for cross-reference tables, which are long and have no end written anywhere. */
export class ByteCursor {
  /** offset of the next byte */
  at: number;
  readonly #reader: ByteReader;
  #chunk: Uint8Array = new Uint8Array(0);
  #chunkBegin = 0;

  constructor(reader: ByteReader, at: number) {
    this.#reader = reader;
    this.at = at;
  }

  /** The next byte, which stays; `undefined` at the end of the file. */
  peek(): number | undefined {
    const inChunk = this.at - this.#chunkBegin;
    if (inChunk >= 0 && inChunk < this.#chunk.length) return this.#chunk[inChunk];
    if (this.at < 0 || this.at >= this.#reader.size) return undefined;
    this.#chunkBegin = this.at;
    this.#chunk = this.#reader.read(this.at, Math.min(this.#reader.size, this.at + CHUNK_BYTES));
    return this.#chunk[0];
  }

  skipSpace(): void {
    while (isSpace(this.peek())) this.at++;
  }

  /** Takes an unsigned integer, white space before it allowed; `undefined` if something else comes. */
  natural(): number | undefined {
    this.skipSpace();
    let byte = this.peek();
    if (byte === undefined || !isDigit(byte)) return undefined;
    let value = 0;
    while (byte !== undefined && isDigit(byte)) {
      value = value * 10 + byte - 0x30;
      this.at++;
      byte = this.peek();
    }
    return value;
  }

  /** Takes `text` if it comes next, white space before it allowed. */
  take(text: string): boolean {
    this.skipSpace();
    const begin = this.at;
    for (let i = 0; i < text.length; i++) {
      if (this.peek() !== text.charCodeAt(i)) {
        this.at = begin;
        return false;
      }
      this.at++;
    }
    return true;
  }
}
