import { CodedError } from '../errors.ts';

/**
 * Reads the fields of a JSON object that somebody else wrote: each is checked for type, size and range before it is
 * believed, and a field that is missing or wrong is named in the error. Fields nobody asks for are ignored.
 *
 * Every method throws ERR_TRACKER_API_MALFORMED.
 */
export class JsonFields {
  readonly #object: object;
  readonly #where: string;

  constructor(value: unknown, where: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw malformed(where, 'is not an object');
    }
    this.#object = value;
    this.#where = where;
  }

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  /** the field, unchecked; `undefined` when it is missing or null */
  value(name: string): unknown {
    if (!Object.hasOwn(this.#object, name)) return undefined;
    return (this.#object as Record<string, unknown>)[name] ?? undefined;
  }

  /** where the field stands, for errors */
  path(name: string): string {
    return `${this.#where}.${name}`;
  }

  /** a text of whole characters without control characters, at most `maxBytes` of UTF-8 */
  text(name: string, maxBytes: number): string {
    const value = this.value(name);
    if (typeof value !== 'string') throw this.wrong(name, 'is not a text');
    if (Buffer.byteLength(value) > maxBytes) throw this.wrong(name, `is longer than ${maxBytes} bytes`);
    if (UNPRINTABLE.test(value)) throw this.wrong(name, 'has control characters or broken Unicode');
    return value;
  }

  integer(name: string, max: number, min = 0): number {
    return checkedInteger(this.value(name), this.path(name), max, min);
  }

  /** `digits` lower-case hexadecimal digits */
  hex<Digest extends string = string>(name: string, digits: number): Digest {
    return checkedHex<Digest>(this.value(name), this.path(name), digits);
  }

  /** `digits` lower-case hexadecimal digits, or nothing */
  hexOrEmpty(name: string, digits: number): string {
    return this.value(name) === '' ? '' : this.hex(name, digits);
  }

  flag(name: string): boolean {
    const value = this.value(name);
    if (typeof value !== 'boolean') throw this.wrong(name, 'is not true or false');
    return value;
  }

  oneOf<Word extends string>(name: string, words: readonly Word[]): Word {
    const word = words.find((allowed) => allowed === this.value(name));
    if (word === undefined) throw this.wrong(name, `is none of ${words.join(', ')}`);
    return word;
  }

  /** the one version that this program speaks */
  version(): 1 {
    if (this.value('version') !== 1)
      throw this.wrong('version', 'is not 1, the only one this program speaks');
    return 1;
  }

  /** base64 of at most `maxBytes` bytes, as text; without blanks, padded */
  base64(name: string, maxBytes: number): string {
    const value = this.value(name);
    if (typeof value !== 'string' || value.length % 4 !== 0 || !BASE64.test(value)) {
      throw this.wrong(name, 'is not base64');
    }
    if (value.length > 4 * Math.ceil(maxBytes / 3))
      throw this.wrong(name, `is longer than ${maxBytes} bytes`);
    return value;
  }

  list<Item>(name: string, maxLength: number, decode: (item: unknown, where: string) => Item): Item[] {
    const value = this.value(name);
    if (!Array.isArray(value)) throw this.wrong(name, 'is not a list');
    if (value.length > maxLength) throw this.wrong(name, `has more than ${maxLength} entries`);
    return value.map((item, at) => decode(item, `${this.path(name)}[${at}]`));
  }

  wrong(name: string, what: string): CodedError {
    return malformed(this.path(name), what);
  }
}

/** `value` as an integer from `min` to `max`. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function checkedInteger(value: unknown, where: string, max: number, min = 0): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) {
    throw malformed(where, `is not an integer from ${min} to ${max}`);
  }
  return value;
}

/** `value` as `digits` lower-case hexadecimal digits. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function checkedHex<Digest extends string = string>(
  value: unknown,
  where: string,
  digits: number,
): Digest {
  if (typeof value !== 'string' || value.length !== digits || !/^[0-9a-f]*$/.test(value)) {
    throw malformed(where, `is not ${digits} lower-case hexadecimal digits`);
  }
  return value as Digest;
}

/** The JSON value that `bytes` are the UTF-8 of. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function parseJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed(where, 'is not JSON in UTF-8');
  }
}

/** The error for a field at `where` that cannot be taken. */
function malformed(where: string, what: string): CodedError {
  return new CodedError('ERR_TRACKER_API_MALFORMED', `${where} ${what}`);
}

// a lone half of a surrogate pair is \p{Cs} only in unicode mode; line and paragraph separators break lines, too
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
