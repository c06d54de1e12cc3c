import { formatHex } from '../bytes.ts';
import { CLASS_OF, REGULAR } from './characters.ts';
import { type PdfDict, PdfStream, PdfString, type PdfValue, Reference } from './value.ts';

/** Values that come from a parser are not nested deeper. */
const MAX_DEPTH = 256;

/**
 * `value` in PDF syntax, in the shortest form and always the same: no white space but where two tokens would join,
 * strings in lower-case hexadecimal, names with `#xx` for all but regular printable ASCII.
 */
export function serialise(value: PdfValue, depth = 0): string {
  if (value === null || depth > MAX_DEPTH) return 'null';
  if (typeof value === 'string') return serialiseName(value);
  if (typeof value === 'number') return serialiseNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof PdfString) return `<${formatHex(value.bytes)}>`;
  if (value instanceof Reference) return `${value.number} ${value.generation} R`;
  if (Array.isArray(value)) return `[${joined(value.map((item) => serialise(item, depth + 1)))}]`;
  return serialiseDict(value instanceof PdfStream ? value.dict : value, depth);
}

function serialiseDict(dict: PdfDict, depth: number): string {
  return `<<${joined([...dict].flatMap(([key, item]) => [serialiseName(key), serialise(item, depth + 1)]))}>>`;
}

function serialiseName(name: string): string {
  let text = '/';
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    const isPlain = code > 0x20 && code < 0x7f && code !== 0x23 && CLASS_OF[code] === REGULAR;
    text += isPlain ? name[at] : `#${code.toString(16).padStart(2, '0')}`;
  }
  return text;
}

/** PDF has no exponents. */
function serialiseNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Number.isSafeInteger(value) ? value.toFixed(0) : value.toFixed(10).replace(/\.?0+$/, '') || '0';
}

function joined(tokens: readonly string[]): string {
  let text = '';
  for (const token of tokens) {
    const joins =
      text !== '' && isRegular(text.charCodeAt(text.length - 1)) && isRegular(token.charCodeAt(0));
    text += joins ? ` ${token}` : token;
  }
  return text;
}

function isRegular(code: number): boolean {
  return CLASS_OF[code] === REGULAR;
}
