const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Bytes of a base 32 text without padding, any case; `undefined` if it is anything else. Bits that make no whole byte
 * are dropped.
 *
 * @see RFC 4648, section 6
 */
export function parseBase32(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const digit of text.toLowerCase()) {
    const value = ALPHABET.indexOf(digit);
    if (value < 0) return undefined;
    bits = ((bits << 5) | value) & 0xfff;
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}
