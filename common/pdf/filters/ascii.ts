import { hexDigit, isSpace } from '../characters.ts';

const TILDE = 0x7e;
const GREATER = 0x3e;
const LETTER_Z = 0x7a;

/** Undoes ASCIIHexDecode, up to `>`. @see ISO 32000-1 7.4.2 */
export function decodeAsciiHex(data: Uint8Array): Uint8Array {
  const out = new Uint8Array((data.length + 1) >>> 1);
  let digits = 0;
  for (const byte of data) {
    if (byte === GREATER) break;
    const digit = hexDigit(byte);
    if (digit < 0) continue;
    const at = digits >>> 1;
    out[at] = digits % 2 === 0 ? digit * 16 : (out[at] as number) + digit;
    digits++;
  }
  return out.subarray(0, (digits + 1) >>> 1);
}

/** Undoes ASCII85Decode, up to `~>`. @see ISO 32000-1 7.4.3 */
export function decodeAscii85(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length * 4 + 4); // `z` is four bytes
  let length = 0;
  let group = 0;
  let count = 0;
  for (const byte of data) {
    if (byte === TILDE) break;
    if (isSpace(byte)) continue;
    if (byte === LETTER_Z && count === 0) {
      length += 4;
      continue;
    }
    if (byte < 0x21 || byte > 0x75) continue;
    group = group * 85 + byte - 0x21;
    if (++count < 5) continue;
    length = putGroup(out, length, group, 4);
    group = 0;
    count = 0;
  }
  if (count > 1) {
    for (let i = count; i < 5; i++) group = group * 85 + 84;
    length = putGroup(out, length, group, count - 1);
  }
  return out.subarray(0, length);
}

function putGroup(out: Uint8Array, at: number, group: number, bytes: number): number {
  for (let i = 0; i < bytes; i++) out[at + i] = Math.floor(group / 256 ** (3 - i)) % 256;
  return at + bytes;
}
