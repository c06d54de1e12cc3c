/** Extra bits and bases of lengths and distances. @see RFC 1951 3.2.5 */
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12_289, 16_385, 24_577,
];
const DISTANCE_BITS = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** Order in which the lengths of code-length codes are sent. @see RFC 1951 3.2.7 */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MAX_CODE_BITS = 15;
const END_OF_BLOCK = 256;
const DAMAGED = -1;

/** Codes of one Huffman table: how many of each length, and the symbols in code order. */
interface Codes {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

/**
 * Inflates raw deflate data up to the first damage or the end, at most `limit` bytes. zlib throws away what it had
 * when it meets an error; a damaged cross-reference stream or object stream is worth its beginning. Slow, and
 * used for damaged data only.
 *
 * @see RFC 1951
 */
export function inflatePartly(data: Uint8Array, limit: number): Uint8Array {
  const state = new PartialInflate(data, limit);
  state.run();
  return state.output();
}

class PartialInflate {
  readonly #data: Uint8Array;
  readonly #limit: number;
  #out = new Uint8Array(4096);
  #length = 0;
  #at = 0;
  #bits = 0;
  #bitCount = 0;

  constructor(data: Uint8Array, limit: number) {
    this.#data = data;
    this.#limit = limit;
  }

  output(): Uint8Array {
    return this.#out.subarray(0, this.#length);
  }

  run(): void {
    let last = 0;
    while (last === 0) {
      last = this.#take(1);
      const type = this.#take(2);
      const whole =
        type === 0 ? this.#stored() : type === 1 ? this.#block(FIXED) : type === 2 && this.#dynamic();
      if (last === DAMAGED || !whole) return;
    }
  }

  /** The next `count` bits, at most 16; DAMAGED at the end of the data. */
  #take(count: number): number {
    while (this.#bitCount < count) {
      const byte = this.#data[this.#at++];
      if (byte === undefined) return DAMAGED;
      this.#bits |= byte << this.#bitCount;
      this.#bitCount += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#bitCount -= count;
    return value;
  }

  #put(byte: number): boolean {
    if (this.#length >= this.#limit) return false;
    if (this.#length === this.#out.length) {
      const larger = new Uint8Array(this.#out.length * 2);
      larger.set(this.#out);
      this.#out = larger;
    }
    this.#out[this.#length++] = byte;
    return true;
  }

  #stored(): boolean {
    this.#bits = 0;
    this.#bitCount = 0;
    const length = (this.#data[this.#at] ?? 0) | ((this.#data[this.#at + 1] ?? 0) << 8);
    this.#at += 4; // the length, and its complement
    for (let i = 0; i < length; i++) {
      const byte = this.#data[this.#at++];
      if (byte === undefined || !this.#put(byte)) return false;
    }
    return true;
  }

  #symbol(codes: Codes): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
      const bit = this.#take(1);
      if (bit === DAMAGED) return DAMAGED;
      code |= bit;
      const count = codes.counts[bits] as number;
      if (code - count < first) return codes.symbols[index + code - first] as number;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return DAMAGED;
  }

  #block(codes: { literals: Codes; distances: Codes }): boolean {
    for (;;) {
      const symbol = this.#symbol(codes.literals);
      if (symbol === END_OF_BLOCK) return true;
      if (symbol === DAMAGED) return false;
      if (symbol < END_OF_BLOCK) {
        if (!this.#put(symbol)) return false;
      } else if (!this.#copy(symbol - END_OF_BLOCK - 1, codes.distances)) return false;
    }
  }

  #copy(lengthCode: number, distances: Codes): boolean {
    const lengthBase = LENGTH_BASE[lengthCode];
    const lengthExtra = this.#take(LENGTH_BITS[lengthCode] ?? 0);
    const distanceCode = this.#symbol(distances);
    const distanceBase = DISTANCE_BASE[distanceCode];
    const distanceExtra = this.#take(DISTANCE_BITS[distanceCode] ?? 0);
    if (lengthBase === undefined || distanceBase === undefined) return false;
    if (lengthExtra === DAMAGED || distanceExtra === DAMAGED) return false;
    const distance = distanceBase + distanceExtra;
    if (distance > this.#length) return false;
    for (let i = lengthBase + lengthExtra; i > 0; i--) {
      if (!this.#put(this.#out[this.#length - distance] as number)) return false;
    }
    return true;
  }

  #dynamic(): boolean {
    const literalCount = this.#take(5) + 257;
    const distanceCount = this.#take(5) + 1;
    const codeCount = this.#take(4) + 4;
    const lengths = new Uint8Array(19);
    for (let i = 0; i < codeCount; i++) lengths[CODE_LENGTH_ORDER[i] as number] = Math.max(0, this.#take(3));
    const codeLengths = codesOf(lengths);
    const all = new Uint8Array(literalCount + distanceCount);
    let at = 0;
    while (at < all.length) {
      const symbol = this.#symbol(codeLengths);
      if (symbol === DAMAGED) return false;
      if (symbol < 16) all[at++] = symbol;
      else {
        const repeated = symbol === 16 ? (all[at - 1] ?? 0) : 0;
        const times =
          symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
        for (let i = 0; i < times && at < all.length; i++) all[at++] = repeated;
      }
    }
    return this.#block({
      literals: codesOf(all.subarray(0, literalCount)),
      distances: codesOf(all.subarray(literalCount)),
    });
  }
}

/** Canonical Huffman codes from the length of each symbol's code. @see RFC 1951 3.2.2 */
function codesOf(lengths: Uint8Array): Codes {
  const counts = new Uint16Array(MAX_CODE_BITS + 1);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] as number) + 1;
  const offsets = new Uint16Array(MAX_CODE_BITS + 2);
  for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
    offsets[bits + 1] = (offsets[bits] as number) + (counts[bits] as number);
  }
  const symbols = new Uint16Array(lengths.length);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    symbols[offsets[length] as number] = symbol;
    offsets[length] = (offsets[length] as number) + 1;
  }
  return { counts, symbols };
}

const FIXED = {
  literals: codesOf(
    Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
  ),
  distances: codesOf(new Uint8Array(30).fill(5)),
};
