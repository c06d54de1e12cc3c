import type { ByteReader } from './byte-reader.ts';
import { isSpace, standsAt } from './characters.ts';
import { findForward } from './find-bytes.ts';
import { type ObjectAt, skipSpaceAt } from './object-at.ts';
import { naturalOf, PdfStream } from './value.ts';

const ENDSTREAM = 'endstream';
const ENDOBJ = 'endobj';
/** White space after an object goes with it, so that gaps of one line feed do not become segments. */
export const TRAILING_SPACE_BYTES = 32;

/** Where the data of a stream object ends, and where its `endstream`. */
export interface StreamExtent {
  readonly dataEnd: number;
  /** after `endstream`, or the limit of the search where there is none */
  readonly end: number;
  /** whether `endstream` was found */
  readonly closed: boolean;
}

/**
 * The extent of a stream object's data: `length` bytes if `endstream` follows them, else up to the first
 * `endstream` before `searchLimit`.
 *
 * @param length the value of /Length, or `undefined` where it is not known
 */
export function streamExtent(
  reader: ByteReader,
  dataBegin: number,
  length: number | undefined,
  searchLimit: number,
): StreamExtent {
  if (length !== undefined && dataBegin + length < reader.size) {
    const dataEnd = dataBegin + length;
    const keyword = skipSpaceAt(reader, dataEnd, 8);
    if (keywordAt(reader, keyword, ENDSTREAM))
      return { dataEnd, end: keyword + ENDSTREAM.length, closed: true };
  }
  const found = findForward(reader, ENDSTREAM, dataBegin, searchLimit);
  if (found >= 0)
    return { dataEnd: beforeLineEnd(reader, dataBegin, found), end: found + ENDSTREAM.length, closed: true };
  const endobj = findForward(reader, ENDOBJ, dataBegin, searchLimit);
  const end = endobj >= 0 ? endobj : searchLimit;
  return { dataEnd: end, end, closed: false };
}

/** Offset after the object: its `endobj` and the white space that follows, as far as they are there. */
export function objectEnd(reader: ByteReader, contentEnd: number): number {
  const bytes = reader.read(
    contentEnd,
    Math.min(reader.size, contentEnd + 2 * TRAILING_SPACE_BYTES + ENDOBJ.length),
  );
  const keyword = afterSpace(bytes, 0);
  const end = standsAt(bytes, keyword, ENDOBJ) ? keyword + ENDOBJ.length : 0;
  return contentEnd + afterSpace(bytes, end);
}

function afterSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < from + TRAILING_SPACE_BYTES && isSpace(bytes[at])) at++;
  return at;
}

/**
 * Where `object` ends as far as it tells by itself, without the cross-reference table or an indirect /Length: the
 * rule by which whoever extracts pages reads on from object to object.
 *
 * @see docs/protocol/page-map.md, "Finding the objects"
 */
export function plainObjectEnd(reader: ByteReader, object: ObjectAt): number {
  if (!(object.value instanceof PdfStream)) return objectEnd(reader, object.valueEnd);
  const length = naturalOf(object.value.dict.get('Length'));
  return objectEnd(reader, streamExtent(reader, object.valueEnd, length, reader.size).end);
}

function keywordAt(reader: ByteReader, at: number, keyword: string): boolean {
  return at + keyword.length <= reader.size && standsAt(reader.read(at, at + keyword.length), 0, keyword);
}

function beforeLineEnd(reader: ByteReader, begin: number, at: number): number {
  const before = reader.read(Math.max(begin, at - 2), at);
  const last = before.at(-1);
  if (last === 0x0a && before.at(-2) === 0x0d) return at - 2;
  return isSpace(last) && (last === 0x0a || last === 0x0d) ? at - 1 : at;
}
