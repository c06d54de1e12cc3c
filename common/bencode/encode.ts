import { concatBytes } from '../bytes.ts';
import { CodedError } from '../errors.ts';

/** A value that is bencoded already; it is written as it stands, so that hashes over it stay true. */
export class Bencoded {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/**
 * What can be bencoded. Text is written as UTF-8. Dictionary keys are byte strings, one character a byte (so
 * Latin-1), as the decoder returns them; a field that is `undefined` is left out.
 */
export type BencodeInput =
  | Uint8Array
  | string
  | number
  | bigint
  | Bencoded
  | readonly BencodeInput[]
  | ReadonlyMap<string, BencodeInput>
  | { readonly [key: string]: BencodeInput | undefined };

const text = (value: string) => Buffer.from(value, 'latin1');

/**
 * The bencoding of `value`: canonical, that is, dictionaries sorted by the bytes of their keys.
 *
 * @throws {CodedError} ERR_BENCODE_NOT_ENCODABLE for a fraction, an unsafe integer or a key that is not bytes
 * @see BEP 3, "bencoding"
 */
export function encodeBencode(value: BencodeInput): Uint8Array {
  const chunks: Uint8Array[] = [];
  write(value, chunks);
  return concatBytes(chunks);
}

function write(value: BencodeInput, out: Uint8Array[]): void {
  if (value instanceof Uint8Array) out.push(text(`${value.length}:`), value);
  else if (typeof value === 'string') write(Buffer.from(value, 'utf8'), out);
  else if (typeof value === 'number' || typeof value === 'bigint') out.push(text(`i${integer(value)}e`));
  else if (value instanceof Bencoded) out.push(value.bytes);
  else if (isList(value)) writeList(value, out);
  else writeDictionary(value instanceof Map ? value : new Map(Object.entries(value)), out);
}

// Array.isArray does not narrow readonly arrays
function isList(value: BencodeInput): value is readonly BencodeInput[] {
  return Array.isArray(value);
}

function integer(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  throw new CodedError('ERR_BENCODE_NOT_ENCODABLE', `${value} is not an integer that bencoding can carry`);
}

function writeList(values: readonly BencodeInput[], out: Uint8Array[]): void {
  out.push(text('l'));
  for (const value of values) write(value, out);
  out.push(text('e'));
}

function writeDictionary(fields: ReadonlyMap<string, BencodeInput | undefined>, out: Uint8Array[]): void {
  out.push(text('d'));
  for (const key of [...fields.keys()].sort(byBytes)) {
    const value = fields.get(key);
    if (value === undefined) continue;
    if (!isByteString(key)) {
      throw new CodedError('ERR_BENCODE_NOT_ENCODABLE', `the key '${key}' has characters beyond one byte`);
    }
    out.push(text(`${key.length}:${key}`));
    write(value, out);
  }
  out.push(text('e'));
}

/** Keys have one character a byte, so that their order is that of the bytes. */
function byBytes(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function isByteString(key: string): boolean {
  return Buffer.from(key, 'latin1').toString('latin1') === key;
}
