import type { ByteReader } from './byte-reader.ts';
import { isSpace } from './characters.ts';
import { Lexer } from './lexer.ts';
import { Keyword, PdfStream, type PdfValue } from './value.ts';

/** Most objects end within this; one that does not is read again in a larger window. */
const FIRST_WINDOW_BYTES = 1024;
const WINDOW_GROWTH = 8;
/** No dictionary or array is honestly larger (a Kids array of 200,000 pages has 2 MB). */
const MAX_VALUE_BYTES = 33_554_432;

/** An indirect object as it stands in the file, without the data of a stream object. */
export interface ObjectAt {
  readonly number: number;
  readonly generation: number;
  /** a `PdfStream` if `stream` follows the dictionary */
  readonly value: PdfValue;
  /** offset of the object number */
  readonly begin: number;
  /** offset after the value; for a stream object, of its data */
  readonly valueEnd: number;
}

/**
 * The indirect object `n g obj` that begins at `offset`, white space before it allowed; `undefined` if none does.
 *
 * @see ISO 32000-1 7.3.10
 */
export function readObjectAt(reader: ByteReader, offset: number): ObjectAt | undefined {
  return readGrowing(reader, offset, (lexer) => {
    lexer.skipSpace();
    const begin = lexer.at;
    const number = lexer.natural();
    const generation = number === undefined ? undefined : lexer.natural();
    if (number === undefined || generation === undefined) return undefined;
    const keyword = lexer.next();
    if (!(keyword instanceof Keyword) || keyword.text !== 'obj') return undefined;
    const valueBegin = lexer.at;
    const value = lexer.next();
    if (value === undefined || value instanceof Keyword) {
      return { number, generation, value: null, begin: offset + begin, valueEnd: offset + valueBegin };
    }
    const at = offset + begin;
    const data = value instanceof Map ? streamDataBegin(lexer) : undefined;
    if (!(value instanceof Map) || data === undefined) {
      return { number, generation, value, begin: at, valueEnd: offset + lexer.at };
    }
    const stream = new PdfStream(value, offset + data, number, generation);
    return { number, generation, value: stream, begin: at, valueEnd: stream.dataBegin };
  });
}

/** The value that begins at `offset`; `undefined` if none does. */
export function readValueAt(
  reader: ByteReader,
  offset: number,
): { value: PdfValue; end: number } | undefined {
  return readGrowing(reader, offset, (lexer) => {
    const value = lexer.next();
    if (value === undefined || value instanceof Keyword) return undefined;
    return { value, end: offset + lexer.at };
  });
}

function readGrowing<T>(
  reader: ByteReader,
  offset: number,
  parse: (lexer: Lexer) => T | undefined,
): T | undefined {
  if (offset < 0 || offset >= reader.size) return undefined;
  for (let window = FIRST_WINDOW_BYTES; ; window *= WINDOW_GROWTH) {
    const end = Math.min(reader.size, offset + window);
    const lexer = new Lexer(reader.read(offset, end));
    const parsed = parse(lexer);
    if (!lexer.starved || end === reader.size || window > MAX_VALUE_BYTES) return parsed;
  }
}

/** Offset of the data if `stream` comes next; the lexer stays where it was. */
function streamDataBegin(lexer: Lexer): number | undefined {
  const before = lexer.at;
  const keyword = lexer.next();
  let at = lexer.at;
  lexer.at = before;
  if (!(keyword instanceof Keyword) || keyword.text !== 'stream') return undefined;
  const { bytes } = lexer;
  if (at + 2 >= bytes.length) lexer.starved = true; // the end of line is not all there
  while (bytes[at] === 0x20) at++;
  if (bytes[at] === 0x0d) at++;
  if (bytes[at] === 0x0a) at++;
  return at;
}

/** Offset of the first byte at or after `at` that is not white space, looking at most `limit` bytes far. */
export function skipSpaceAt(reader: ByteReader, at: number, limit: number): number {
  const end = Math.min(reader.size, at + limit);
  if (at >= end) return at;
  const bytes = reader.read(at, end);
  let count = 0;
  while (count < bytes.length && isSpace(bytes[count])) count++;
  return at + count;
}
