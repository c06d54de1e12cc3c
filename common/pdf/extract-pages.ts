import { concatBytes } from '../bytes.ts';
import { CodedError } from '../errors.ts';
import type { ByteRange } from '../range.ts';
import type { ByteReader } from './byte-reader.ts';
import { EXTRACT_LIMITS, openExtract, parseDict } from './extract-source.ts';
import { extractTree } from './extract-tree.ts';
import type { PageMap } from './page-map.ts';
import { PdfWriter } from './pdf-writer.ts';

/** Bytes of the extract: ranges of the original, or new bytes. */
export type Piece = ByteRange | Uint8Array;

/** Whether a piece is a range of the original. */
export function isRange(piece: Piece): piece is ByteRange {
  return !(piece instanceof Uint8Array);
}

/**
 * A standalone PDF of `pages`: their objects verbatim, a new page tree, catalog and cross-reference stream.
 *
 * Reads only what the pages need (their parts and groups), so `reader` may have holes everywhere else.
 *
 * @param pages ascending page indexes, at least one
 * @throws {CodedError} ERR_EXTRACT_PAGES, ERR_EXTRACT_MAP (the map does not fit the bytes)
 * @see docs/protocol/page-map.md, "Extracting pages"
 */
export function extractPages(map: PageMap, reader: ByteReader, pages: readonly number[]): Uint8Array {
  return concatBytes(
    planExtract(map, reader, pages).map((piece) =>
      isRange(piece) ? reader.read(piece.begin, piece.end) : piece,
    ),
  );
}

/** The pieces of which `extractPages` makes its PDF, for whoever writes them to a file. Throws the same. */
export function planExtract(map: PageMap, reader: ByteReader, pages: readonly number[]): Piece[] {
  checkPages(map, pages);
  const source = openExtract(map, reader, pages);
  const writer = new PdfWriter(EXTRACT_LIMITS.maxObjectNumber);
  for (const { object, end } of source.objects) writer.copyObject(source.reader, object, end);
  for (const { number, container, index } of source.members) {
    writer.addMember(number, container, index);
    writer.noteReferences(source.document.load(number));
  }
  const texts = new Set(pages.map((page) => map.pages[page]?.attributes ?? 0));
  for (const text of texts) writer.noteReferences(parseDict(map.attributes[text] ?? new Uint8Array(0)));
  writer.noteReferences(parseDict(map.catalog));
  const root = extractTree(map, source, pages, writer);
  return writer.finish(root, source.document.trailer);
}

function checkPages(map: PageMap, pages: readonly number[]): void {
  const isAscending = pages.every((page, at) => Number.isSafeInteger(page) && page > (pages[at - 1] ?? -1));
  if (pages.length === 0 || !isAscending || (pages.at(-1) ?? 0) >= map.pages.length) {
    throw new CodedError(
      'ERR_EXTRACT_PAGES',
      `pages are ascending numbers from 1 to ${map.pages.length}; got ${
        pages
          .slice(0, 20)
          .map((page) => page + 1)
          .join(',') || 'none'
      }`,
    );
  }
}
