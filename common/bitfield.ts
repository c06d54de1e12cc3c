import { CodedError } from './errors.ts';

/** Bytes of a bitfield of `length` bits. */
export function bitfieldLength(length: number): number {
  return Math.ceil(length / 8);
}

/** Which of `length` pieces or leaves somebody has: the high bit of the first byte is index 0. @see BEP 3, "bitfield" */
export class Bitfield {
  /** bits */
  readonly length: number;
  readonly #bytes: Uint8Array;
  #count = 0;

  /** All bits 0. */
  constructor(length: number) {
    this.length = length;
    this.#bytes = new Uint8Array(bitfieldLength(length));
  }

  /** All bits 1. */
  static full(length: number): Bitfield {
    const bitfield = new Bitfield(length);
    for (let index = 0; index < length; index++) bitfield.add(index);
    return bitfield;
  }

  /**
   * A copy of what came from the network.
   *
   * @throws {CodedError} ERR_BITFIELD_MALFORMED if it is not exactly long enough or a spare bit is set
   */
  static decode(bytes: Uint8Array, length: number): Bitfield {
    if (bytes.length !== bitfieldLength(length)) {
      throw malformed(`${bytes.length} bytes for ${length} bits`);
    }
    const spare = bytes.length * 8 - length;
    if (((bytes.at(-1) ?? 0) & ((1 << spare) - 1)) !== 0) throw malformed('spare bits are set');
    const bitfield = new Bitfield(length);
    bitfield.#bytes.set(bytes);
    for (const byte of bytes) bitfield.#count += ones(byte);
    return bitfield;
  }

  /** How many bits are 1. */
  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === this.length;
  }

  /** Whether bit `index` is 1; an index out of range is not. */
  has(index: number): boolean {
    return ((this.#bytes[index >>> 3] ?? 0) & mask(index)) !== 0;
  }

  /** @returns whether it was 0 before; an index out of range changes nothing */
  add(index: number): boolean {
    if (index < 0 || index >= this.length || this.has(index)) return false;
    this.#bytes[index >>> 3] = (this.#bytes[index >>> 3] ?? 0) | mask(index);
    this.#count++;
    return true;
  }

  /** The indexes whose bit is 1, ascending. */
  *indexes(): Generator<number> {
    for (const [at, byte] of this.#bytes.entries()) {
      if (byte === 0) continue;
      for (let index = at * 8; index < at * 8 + 8; index++) if (this.has(index)) yield index;
    }
  }

  /** A copy, as it travels. */
  encode(): Uint8Array {
    return this.#bytes.slice();
  }
}

function mask(index: number): number {
  return 0x80 >>> (index & 7);
}

export function ones(byte: number): number {
  let count = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function malformed(what: string): CodedError {
  return new CodedError('ERR_BITFIELD_MALFORMED', `not a bitfield: ${what}`);
}
