/** PDFDocEncoding where it differs from Latin-1. @see ISO 32000-1 annex D.2 */
const FROM_18 = '\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc';
const FROM_80 =
  '\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018\u2019\u201a\u2122' +
  '\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e\ufffd\u20ac';

const ESCAPE = String.fromCharCode(0x1b);

/**
 * The text of a text string: UTF-16 or UTF-8 with a byte order mark, else PDFDocEncoding; trimmed, control characters
 * as spaces.
 *
 * @see ISO 32000-1 7.9.2.2, ISO 32000-2 7.9.2.2
 */
export function decodeTextString(bytes: Uint8Array): string {
  return clean(decode(bytes));
}

function decode(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes, 1, 0);
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes, 0, 1);
  if (first === 0xef && second === 0xbb && third === 0xbf)
    return Buffer.from(bytes.subarray(3)).toString('utf8');
  return Array.from(bytes, pdfDocCharacter).join('');
}

/** `low` and `high` are the places of the bytes in a pair. */
function decodeUtf16(bytes: Uint8Array, low: number, high: number): string {
  let text = '';
  for (let at = 2; at + 1 < bytes.length; at += 2) {
    text += String.fromCharCode(((bytes[at + high] ?? 0) << 8) | (bytes[at + low] ?? 0));
  }
  return text
    .split(ESCAPE)
    .filter((_, at) => at % 2 === 0) // between two escapes stands a language code
    .join('');
}

function pdfDocCharacter(byte: number): string {
  if (byte >= 0x18 && byte <= 0x1f) return FROM_18[byte - 0x18] ?? '';
  if (byte >= 0x80 && byte <= 0xa0) return FROM_80[byte - 0x80] ?? '';
  return String.fromCharCode(byte);
}

/** Without control characters and lone surrogates. */
function clean(text: string): string {
  return Buffer.from(text.replace(/\p{Cc}+/gu, ' '))
    .toString()
    .trim();
}
