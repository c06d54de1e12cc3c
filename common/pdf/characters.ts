/** Class of each byte in PDF syntax. @see ISO 32000-1 7.2.2 */
export const REGULAR = 0;
export const SPACE = 1;
const DELIMITER = 2;

/** The class of byte b is `CLASS_OF[b]`. */
export const CLASS_OF: Uint8Array = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) table[byte] = SPACE;
  for (const byte of Buffer.from('()<>[]{}/%', 'latin1')) table[byte] = DELIMITER;
  return table;
}

/** Whether `byte` is PDF white space. */
export function isSpace(byte: number | undefined): boolean {
  return byte !== undefined && CLASS_OF[byte] === SPACE;
}

/** Whether `byte` is `0` to `9`. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Value of a hexadecimal digit, -1 for any other byte. */
export function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Whether `text` (ASCII) stands at `at` in `bytes`. */
export function standsAt(bytes: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** `bytes` as a text in which each character is one byte. */
export function latin1(bytes: Uint8Array, begin = 0, end = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + begin, end - begin).toString('latin1');
}
