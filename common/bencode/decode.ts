import { CodedError } from '../errors.ts';
import type { ByteRange } from '../range.ts';

/** A dictionary; its keys are byte strings, one character a byte (Latin-1), so that binary keys survive. */
export type BencodeDictionary = Map<string, BencodeValue>;

/**
 * A decoded value. Byte strings are views of the input. Integers are `number` where that is exact, else `bigint`.
 */
export type BencodeValue = Uint8Array | number | bigint | BencodeValue[] | BencodeDictionary;

/** What a sender may make us spend. */
export interface BencodeLimits {
  /** bytes of the whole input */
  readonly maxBytes: number;
  /** lists and dictionaries within one another */
  readonly maxDepth: number;
  /** values in all, keys not counted */
  readonly maxItems: number;
}

/** For a file that a person chose: a `.torrent` of 20,000 files has about 150,000 items. */
export const FILE_LIMITS: BencodeLimits = { maxBytes: 10 * 1024 * 1024, maxDepth: 100, maxItems: 500_000 };

/** For what a peer or a tracker sends unasked. */
export const MESSAGE_LIMITS: BencodeLimits = { maxBytes: 1024 * 1024, maxDepth: 20, maxItems: 20_000 };

/** One value off the front of some bytes. */
export interface TakenBencode {
  readonly value: BencodeValue;
  /** bytes that the value took */
  readonly used: number;
  /**
   * where the values of the outermost dictionary lie in the input, by key: a hash over `info` is taken over the bytes
   * as they came, not over what we would write
   */
  readonly spans: ReadonlyMap<string, ByteRange>;
}

/**
 * The value that all of `bytes` encode.
 *
 * Strict where two readers could see different things: no leading zeros, no `-0`, no key twice, nothing after the
 * value. Keys out of order are accepted, because clients and trackers in use send them.
 *
 * @throws {CodedError} ERR_BENCODE_MALFORMED, ERR_BENCODE_TOO_LARGE
 * @see BEP 3, "bencoding"
 */
export function decodeBencode(bytes: Uint8Array, limits: BencodeLimits = FILE_LIMITS): BencodeValue {
  const { value, used } = takeBencode(bytes, limits);
  if (used !== bytes.length) throw malformed(`${bytes.length - used} bytes after the value`, used);
  return value;
}

/**
 * The value that `bytes` begin with, as {@link decodeBencode} reads it, where something else may follow (BEP 9).
 *
 * @throws {CodedError} ERR_BENCODE_MALFORMED, ERR_BENCODE_TOO_LARGE
 */
export function takeBencode(bytes: Uint8Array, limits: BencodeLimits = FILE_LIMITS): TakenBencode {
  if (bytes.length > limits.maxBytes) throw tooLarge(`${bytes.length} bytes, limit ${limits.maxBytes}`);
  return new Decoder(bytes, limits).take();
}

/** A list or dictionary whose end has not been seen. */
type Open = { readonly items: BencodeValue[] } | OpenDictionary;
interface OpenDictionary {
  readonly fields: BencodeDictionary;
  /** of the value that comes next */
  key: string | undefined;
  valueBegin: number;
}

const COLON = 0x3a;
const END = 0x65;
const ZERO = 0x30;
const MINUS = 0x2d;
/** an unsigned 64-bit integer has at most 20 digits, and no length or time has more */
const MAX_DIGITS = 20;

/** One pass with its own stack, so that nesting costs the sender's bytes and not our call stack. */
class Decoder {
  readonly #bytes: Uint8Array;
  readonly #limits: BencodeLimits;
  readonly #open: Open[] = [];
  readonly #spans = new Map<string, ByteRange>();
  #at = 0;
  #items = 0;

  constructor(bytes: Uint8Array, limits: BencodeLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  take(): TakenBencode {
    for (;;) {
      const closed = this.#step();
      if (closed === undefined) continue;
      const value = this.#place(closed);
      if (value !== undefined) return { value, used: this.#at, spans: this.#spans };
    }
  }

  /** Reads on to the next complete value; `undefined` when a list, a dictionary or a key began instead. */
  #step(): BencodeValue | undefined {
    const byte = this.#bytes[this.#at];
    const top = this.#open.at(-1);
    if (byte === END && top !== undefined) return this.#close(top);
    if (top !== undefined && 'fields' in top && top.key === undefined) return this.#readKey(top);

    if (++this.#items > this.#limits.maxItems) throw tooLarge(`more than ${this.#limits.maxItems} values`);
    if (byte === 0x69) return this.#readInteger();
    if (byte === 0x6c) return this.#begin({ items: [] });
    if (byte === 0x64) return this.#begin({ fields: new Map(), key: undefined, valueBegin: 0 });
    return this.#readBytes();
  }

  #begin(open: Open): undefined {
    if (this.#open.length >= this.#limits.maxDepth)
      throw tooLarge(`nested deeper than ${this.#limits.maxDepth}`);
    this.#open.push(open);
    this.#at++;
  }

  #close(top: Open): BencodeValue {
    if ('items' in top) {
      this.#open.pop();
      this.#at++;
      return top.items;
    }
    if (top.key !== undefined) throw malformed(`no value for the key '${top.key.slice(0, 40)}'`, this.#at);
    this.#open.pop();
    this.#at++;
    return top.fields;
  }

  /** Puts a complete value where it belongs; gives it back when it is the outermost. */
  #place(value: BencodeValue): BencodeValue | undefined {
    const top = this.#open.at(-1);
    if (top === undefined) return value;
    if ('items' in top) {
      top.items.push(value);
      return undefined;
    }
    const key = top.key as string; // #step reads a key before every value
    top.fields.set(key, value);
    if (this.#open.length === 1) this.#spans.set(key, { begin: top.valueBegin, end: this.#at });
    top.key = undefined;
    return undefined;
  }

  #readKey(top: OpenDictionary): undefined {
    const key = Buffer.from(this.#readBytes()).toString('latin1');
    if (top.fields.has(key)) throw malformed(`the key '${key.slice(0, 40)}' twice`, this.#at);
    top.key = key;
    top.valueBegin = this.#at;
  }

  #readBytes(): Uint8Array {
    const length = Number(this.#readDigits(COLON, 'value'));
    const end = this.#at + length;
    if (end > this.#bytes.length) throw malformed(`a string of ${length} bytes that is cut off`, this.#at);
    const value = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return value;
  }

  #readInteger(): number | bigint {
    this.#at++;
    const negative = this.#bytes[this.#at] === MINUS;
    if (negative) this.#at++;
    const digits = this.#readDigits(END, 'integer');
    if (negative && digits === '0') throw malformed('minus zero', this.#at);
    const value = Number(digits);
    if (Number.isSafeInteger(value)) return negative ? -value : value;
    return negative ? -BigInt(digits) : BigInt(digits);
  }

  #readDigits(terminator: number, what: string): string {
    const begin = this.#at;
    let at = begin;
    for (
      let byte = this.#bytes[at];
      byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
      byte = this.#bytes[at]
    ) {
      if (++at - begin > MAX_DIGITS) throw malformed('a number too long', begin);
    }
    if (at === begin || this.#bytes[at] !== terminator) throw malformed(`no ${what}`, at);
    if (this.#bytes[begin] === ZERO && at - begin > 1) throw malformed('a number with leading zeros', begin);
    this.#at = at + 1;
    return Buffer.from(this.#bytes.subarray(begin, at)).toString('latin1');
  }
}

function malformed(what: string, at: number): CodedError {
  return new CodedError('ERR_BENCODE_MALFORMED', `not bencoding: ${what} at byte ${at}`);
}

function tooLarge(what: string): CodedError {
  return new CodedError('ERR_BENCODE_TOO_LARGE', `bencoding beyond what is accepted: ${what}`);
}
