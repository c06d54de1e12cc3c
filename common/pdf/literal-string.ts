import { latin1 } from './characters.ts';
import { PdfString } from './value.ts';

const BACKSLASH = 0x5c;
const OPEN = 0x28;
const CLOSE = 0x29;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** The byte after the backslash, and what it stands for. @see ISO 32000-1 table 3 */
const ESCAPES = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
]);

/** The part of a lexer that reading a string needs. */
interface Scanner {
  readonly bytes: Uint8Array;
  at: number;
  starved: boolean;
}

/**
 * Reads the `(literal string)` that begins at `lexer.at`.
 *
 * @see ISO 32000-1 7.3.4.2
 */
export function readLiteralString(lexer: Scanner): PdfString {
  const { bytes } = lexer;
  const begin = ++lexer.at;
  let open = 1;
  let plain = true;
  for (let byte = bytes[lexer.at]; byte !== undefined; byte = bytes[++lexer.at]) {
    if (byte === BACKSLASH) {
      plain = false;
      lexer.at++;
    } else if (byte === CARRIAGE_RETURN) plain = false;
    else if (byte === OPEN) open++;
    else if (byte === CLOSE && --open === 0) break;
  }
  const end = Math.min(lexer.at, bytes.length);
  if (lexer.at >= bytes.length) lexer.starved = true;
  lexer.at = Math.min(end + 1, bytes.length);
  const raw = bytes.slice(begin, end);
  return new PdfString(plain ? raw : unescaped(raw));
}

function unescaped(raw: Uint8Array): Uint8Array {
  const out = new Uint8Array(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] as number;
    if (byte === CARRIAGE_RETURN) {
      out[length++] = LINE_FEED; // any end of line in a string is a line feed
      if (raw[at + 1] === LINE_FEED) at++;
    } else if (byte !== BACKSLASH) out[length++] = byte;
    else {
      const escaped = raw[++at];
      const digits = octalDigits(raw, at);
      if (digits > 0) {
        out[length++] = Number.parseInt(latin1(raw, at, at + digits), 8);
        at += digits - 1;
      } else if (escaped === CARRIAGE_RETURN) {
        if (raw[at + 1] === LINE_FEED) at++; // a backslash joins lines
      } else if (escaped !== undefined && escaped !== LINE_FEED)
        out[length++] = ESCAPES.get(escaped) ?? escaped;
    }
  }
  return out.subarray(0, length);
}

function octalDigits(raw: Uint8Array, at: number): number {
  let count = 0;
  while (count < 3 && (raw[at + count] ?? 0) >= 0x30 && (raw[at + count] ?? 0) <= 0x37) count++;
  return count;
}
