import { CLASS_OF, hexDigit, isDigit, isSpace, latin1, REGULAR, SPACE } from './characters.ts';
import { InternedTexts } from './interned-texts.ts';
import { readLiteralString } from './literal-string.ts';
import { Keyword, type PdfDict, PdfString, type PdfValue, Reference } from './value.ts';

const PERCENT = 0x25;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const CAPITAL_R = 0x52;
const PLUS = 0x2b;
const MINUS = 0x2d;
const FULL_STOP = 0x2e;
/** Honest files stay below 20; the parser recurses, and the stack must hold. */
const MAX_NESTING = 200;

/** Documents are made of a few hundred different names and keywords. */
const NAMES = new InternedTexts();

/**
 * Reads PDF values off an array of bytes, forgivingly: what no grammar allows is skipped, never an error.
 *
 * When the end of the bytes is touched, `starved` says that more of them might have changed the result.
 *
 * @see ISO 32000-1 7.2, 7.3
 */
export class Lexer {
  readonly bytes: Uint8Array;
  /** offset of the next byte */
  at: number;
  starved: boolean = false;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Moves past white space and comments. */
  skipSpace(): void {
    const { bytes } = this;
    for (;;) {
      while (CLASS_OF[bytes[this.at] ?? 0] === SPACE && this.at < bytes.length) this.at++;
      if (bytes[this.at] !== PERCENT) break;
      while (this.at < bytes.length && bytes[this.at] !== LINE_FEED && bytes[this.at] !== CARRIAGE_RETURN)
        this.at++;
    }
    if (this.at >= bytes.length) this.starved = true;
  }

  /** The next value, or the keyword in its place; `undefined` at the end of the bytes. */
  next(depth = 0): PdfValue | Keyword | undefined {
    this.skipSpace();
    const byte = this.bytes[this.at];
    if (byte === undefined) return undefined;
    if (byte >= 0x30 && byte <= 0x39) return this.#numberOrReference();
    switch (byte) {
      case 0x2f: // slash
        return this.#name();
      case 0x28: // parenthesis
        return readLiteralString(this);
      case 0x3c: // less-than
        return this.bytes[this.at + 1] === 0x3c ? this.#dict(depth) : this.#hexString();
      case 0x5b: // bracket
        return this.#array(depth);
      case 0x2b: // plus
      case 0x2d: // minus
      case 0x2e: // full stop
        return this.#number();
      default:
        return this.#keyword(byte);
    }
  }

  /** The next unsigned integer, or `undefined`, and then nothing but space was used up. */
  natural(): number | undefined {
    this.skipSpace();
    return isDigit(this.bytes[this.at]) ? this.#digits() : undefined;
  }

  #digits(): number {
    let value = 0;
    let byte = this.bytes[this.at];
    while (byte !== undefined && byte >= 0x30 && byte <= 0x39) {
      value = value * 10 + byte - 0x30;
      byte = this.bytes[++this.at];
    }
    if (byte === undefined) this.starved = true;
    return value;
  }

  #numberOrReference(): number | Reference {
    const begin = this.at;
    const number = this.#digits();
    const after = this.at;
    const byte = this.bytes[after];
    if (byte !== undefined && CLASS_OF[byte] === REGULAR) {
      this.at = begin;
      return this.#number();
    }
    while (isSpace(this.bytes[this.at])) this.at++;
    if (this.at > after && isDigit(this.bytes[this.at])) {
      const generation = this.#digits();
      while (isSpace(this.bytes[this.at])) this.at++;
      const following = this.bytes[this.at + 1];
      if (this.bytes[this.at] === CAPITAL_R && (following === undefined || CLASS_OF[following] !== REGULAR)) {
        this.at++;
        if (following === undefined) this.starved = true;
        return new Reference(number, generation);
      }
    }
    if (this.at >= this.bytes.length) this.starved = true;
    this.at = after;
    return number;
  }

  /** A real or signed number; `1-2`, `--3` and `4.5.6` exist in the world and read as 1, -3 and 4.5. */
  #number(): number {
    const { bytes } = this;
    let sign = 1;
    while (bytes[this.at] === PLUS || bytes[this.at] === MINUS) if (bytes[this.at++] === MINUS) sign = -1;
    const begin = this.at;
    let value = this.#digits();
    if (bytes[this.at] === FULL_STOP) {
      this.at++;
      this.#digits();
      // not in parts: their sum is not always the nearest number, and maps must not depend on who made them
      value = Number(`0${latin1(bytes, begin, this.at)}`);
    }
    this.#toTokenEnd();
    return Number.isFinite(value) ? sign * value : 0;
  }

  #name(): string {
    const begin = ++this.at;
    this.#toTokenEnd();
    const text = NAMES.text(this.bytes, begin, this.at);
    if (!text.includes('#')) return text;
    return text.replace(/#([0-9a-fA-F]{2})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
  }

  #hexString(): PdfString {
    const { bytes } = this;
    const digits: number[] = [];
    let byte = bytes[++this.at];
    while (byte !== undefined && byte !== 0x3e) {
      const digit = hexDigit(byte);
      if (digit >= 0) digits.push(digit);
      byte = bytes[++this.at];
    }
    if (byte === undefined) this.starved = true;
    else this.at++;
    const decoded = new Uint8Array((digits.length + 1) >>> 1);
    for (let i = 0; i < decoded.length; i++)
      decoded[i] = (digits[2 * i] ?? 0) * 16 + (digits[2 * i + 1] ?? 0);
    return new PdfString(decoded);
  }

  #array(depth: number): PdfValue[] {
    this.at++;
    const items: PdfValue[] = [];
    if (depth > MAX_NESTING) return items;
    for (;;) {
      const begin = this.#skipTo();
      const item = this.next(depth + 1);
      if (item === undefined) return items;
      if (!(item instanceof Keyword)) items.push(item);
      else if (item.text === ']') return items;
      else if (endsContainer(item.text)) {
        this.at = begin; // the bracket is missing; whoever is outside reads on from here
        return items;
      }
    }
  }

  #dict(depth: number): PdfDict {
    this.at += 2;
    const dict: PdfDict = new Map();
    if (depth > MAX_NESTING) return dict;
    for (;;) {
      const keyBegin = this.#skipTo();
      const isName = this.bytes[this.at] === 0x2f;
      const key = this.next(depth + 1);
      if (key === undefined) return dict;
      if (isName && typeof key === 'string') {
        const valueBegin = this.#skipTo();
        const value = this.next(depth + 1);
        if (value === undefined) return dict;
        if (!(value instanceof Keyword)) dict.set(key, value);
        else if (endsContainer(value.text)) this.at = valueBegin; // a key without a value
      } else if (key instanceof Keyword && endsContainer(key.text)) {
        if (key.text !== '>>') this.at = keyBegin;
        return dict;
      }
    }
  }

  #skipTo(): number {
    this.skipSpace();
    return this.at;
  }

  #keyword(first: number): Keyword | boolean | null {
    const begin = this.at++;
    if (CLASS_OF[first] === REGULAR) this.#toTokenEnd();
    else if (first === 0x3e && this.bytes[this.at] === 0x3e) this.at++;
    const text = NAMES.text(this.bytes, begin, this.at);
    if (text === 'true') return true;
    if (text === 'false') return false;
    return text === 'null' ? null : new Keyword(text);
  }

  #toTokenEnd(): void {
    const { bytes } = this;
    let byte = bytes[this.at];
    while (byte !== undefined && CLASS_OF[byte] === REGULAR) byte = bytes[++this.at];
    if (byte === undefined) this.starved = true;
  }
}

/** Keywords that end an array or dictionary whose own bracket is missing. */
function endsContainer(text: string): boolean {
  return text === '>>' || text === 'endobj' || text === 'stream' || text === 'endstream' || text === 'obj';
}
