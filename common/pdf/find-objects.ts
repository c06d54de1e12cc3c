import type { ByteReader } from './byte-reader.ts';
import { isDigit, isSpace, standsAt } from './characters.ts';
import { type ObjectAt, readObjectAt, readValueAt, skipSpaceAt } from './object-at.ts';
import { dictOf, naturalOf, type PdfDict, PdfStream } from './value.ts';

/** An object that searching found. */
interface FoundObject {
  readonly number: number;
  readonly generation: number;
  readonly offset: number;
  readonly isObjectStream: boolean;
}

/** What searching the whole file for objects found, in file order. */
export interface FoundObjects {
  readonly objects: readonly FoundObject[];
  /** trailers and dictionaries of cross-reference streams that have a Root */
  readonly trailers: readonly PdfDict[];
  /** object numbers of dictionaries of type Catalog */
  readonly catalogs: readonly number[];
  readonly numbers: ReadonlySet<number>;
}

/** Digits, generation and white space before `obj`: more than any honest header has. */
const HEADER_BYTES = 40;
/** Windows grow from small to large, since the next header is mostly near. */
const FIRST_WINDOW_BYTES = 2048;
const LAST_WINDOW_BYTES = 131_072;

/**
 * Searches the file for `n g obj` and `trailer`, skipping the data of stream objects whose /Length is right.
 *
 * @param checkpoint called now and then; throws to give up
 */
export function findObjects(reader: ByteReader, checkpoint: () => void): FoundObjects {
  const objects: FoundObject[] = [];
  const trailers: PdfDict[] = [];
  const catalogs: number[] = [];
  const numbers = new Set<number>();
  let at = 0;
  for (;;) {
    checkpoint();
    const mark = nextMark(reader, at);
    if (mark === undefined) break;
    at = mark.end;
    if (mark.kind === 'trailer') {
      const trailer = readValueAt(reader, mark.end)?.value;
      if (trailer instanceof Map && trailer.has('Root')) trailers.push(trailer);
      continue;
    }
    const object = readObjectAt(reader, mark.begin);
    if (object === undefined) continue;
    const dict = dictOf(object.value);
    const type = dict?.get('Type');
    if (dict?.has('Root') && type === 'XRef') trailers.push(dict);
    if (type === 'Catalog') catalogs.push(object.number);
    numbers.add(object.number);
    const isObjectStream = object.value instanceof PdfStream && type === 'ObjStm';
    objects.push({
      number: object.number,
      generation: object.generation,
      offset: object.begin,
      isObjectStream,
    });
    at = Math.max(at, endOfData(reader, object));
  }
  return { objects, trailers, catalogs, numbers };
}

type Mark = { kind: 'object' | 'trailer'; begin: number; end: number };

/** The next header of an object or the next `trailer`, whichever comes first. */
function nextMark(reader: ByteReader, from: number): Mark | undefined {
  let size = FIRST_WINDOW_BYTES;
  for (let at = from; at < reader.size; at += size, size = Math.min(size * 4, LAST_WINDOW_BYTES)) {
    const end = Math.min(reader.size, at + size + HEADER_BYTES);
    const begin = Math.max(0, at - HEADER_BYTES);
    const window = reader.read(begin, end);
    const bytes = Buffer.from(window.buffer, window.byteOffset, window.length);
    const trailer = bytes.indexOf('trailer', at - begin, 'latin1');
    for (
      let obj = bytes.indexOf('obj', at - begin, 'latin1');
      obj >= 0;
      obj = bytes.indexOf('obj', obj + 3, 'latin1')
    ) {
      if (trailer >= 0 && trailer < obj) break;
      const header = headerBefore(bytes, obj);
      if (header >= 0) return { kind: 'object', begin: begin + header, end: begin + obj + 3 };
    }
    if (trailer >= 0) return { kind: 'trailer', begin: begin + trailer, end: begin + trailer + 7 };
  }
  return undefined;
}

/** Where `n g ` before `obj` begins; -1 if that is not what stands there. */
function headerBefore(bytes: Uint8Array, obj: number): number {
  let at = obj;
  for (let token = 0; token < 2; token++) {
    const afterSpace = at;
    while (at > 0 && isSpace(bytes[at - 1])) at--;
    if (token === 1 && at === afterSpace) return -1;
    const afterDigits = at;
    while (at > 0 && isDigit(bytes[at - 1])) at--;
    if (at === afterDigits || obj - at > HEADER_BYTES) return -1;
  }
  return at;
}

/** Where to search on: after the data if its length is right, else after the value. */
function endOfData(reader: ByteReader, object: ObjectAt): number {
  if (!(object.value instanceof PdfStream)) return object.valueEnd;
  const length = naturalOf(object.value.dict.get('Length'));
  if (length === undefined || object.valueEnd + length >= reader.size) return object.valueEnd;
  const end = skipSpaceAt(reader, object.valueEnd + length, 8);
  const isRight = standsAt(reader.read(end, Math.min(reader.size, end + 9)), 0, 'endstream');
  return isRight ? end : object.valueEnd;
}
