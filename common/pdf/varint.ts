import { CodedError } from '../errors.ts';

/** Seven bits a byte, least significant first; 2^53 - 1 takes eight bytes. */
const MAX_VARINT_BYTES = 8;

/** Grows as it is written to. Numbers are varints: seven bits a byte, least significant group first (LEB128). */
export class VarintWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  /** Appends `value`, an integer from 0 to 2^53 - 1. */
  number(value: number): void {
    this.#reserve(MAX_VARINT_BYTES);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Appends `value`, which may be negative: 0, -1, 1, -2 ... become 0, 1, 2, 3 ... */
  signed(value: number): void {
    this.number(value >= 0 ? value * 2 : value * -2 - 1);
  }

  /** Appends `bytes` as they are. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A copy of everything written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Takes numbers off a blob, and believes none: every method throws ERR_PAGEMAP_* instead of reading past the end. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  /** @throws {CodedError} ERR_PAGEMAP_TRUNCATED, ERR_PAGEMAP_NOT_CANONICAL */
  number(): number {
    let value = 0;
    let weight = 1;
    for (let count = 1; count <= MAX_VARINT_BYTES; count++) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw truncated();
      value += (byte & 127) * weight;
      if (byte < 128) {
        if ((byte === 0 && count > 1) || value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      weight *= 128;
    }
    throw new CodedError(
      'ERR_PAGEMAP_NOT_CANONICAL',
      'a number is not in its shortest form; ask another holder for the map',
    );
  }

  /** @throws {CodedError} ERR_PAGEMAP_TRUNCATED, ERR_PAGEMAP_NOT_CANONICAL */
  signed(): number {
    const value = this.number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /**
   * A number of things to come, each of which takes at least `bytesEach` bytes: so a lie allocates nothing.
   *
   * @throws {CodedError} ERR_PAGEMAP_TRUNCATED, ERR_PAGEMAP_LIMIT, ERR_PAGEMAP_NOT_CANONICAL
   */
  count(bytesEach: number, limit: number, what: string): number {
    const value = this.number();
    if (value > limit)
      throw new CodedError('ERR_PAGEMAP_LIMIT', `the map has ${value} ${what}, the limit is ${limit}`);
    if (value * bytesEach > this.remaining) throw truncated();
    return value;
  }

  /**
   * The next `length` bytes, a copy.
   *
   * @throws {CodedError} ERR_PAGEMAP_TRUNCATED
   */
  raw(length: number): Uint8Array {
    if (length > this.remaining) throw truncated();
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }
}

function truncated(): CodedError {
  return new CodedError('ERR_PAGEMAP_TRUNCATED', 'the map ends in the middle; ask another holder for it');
}
