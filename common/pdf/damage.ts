import type { ByteReader } from './byte-reader.ts';
import type { PdfDocument } from './document.ts';

/** What is wrong with a PDF, though pages may be found in it. */
export interface Damage {
  /** `cut-off`: it has no end; `broken`: its tables do not lead to its objects, or not to all of its pages */
  readonly kind: 'cut-off' | 'broken';
  /** how many pages its page tree promises, where those are more than were found */
  readonly promisedPages?: number;
}

/** How far from the end of the file its marker may stand. @see ISO 32000-1 annex H, 3.18 */
const END_SEARCH_BYTES = 1024;

/**
 * What is wrong with the document that `reader` reads; `undefined` for one that is whole.
 *
 * @param document as it was opened; absent where no page tree was found
 * @param found by its tables, or by searching where those are broken; and how many pages
 */
export function damageOf(
  reader: ByteReader,
  document: PdfDocument | undefined,
  found: { readonly rebuilt: boolean; readonly pages: number },
): Damage | undefined {
  const promised = document === undefined ? 0 : promisedPages(document);
  const isShort = promised > found.pages;
  if (!found.rebuilt && !isShort) return undefined;
  const kind = found.rebuilt && !hasEnd(reader) ? 'cut-off' : 'broken';
  return isShort ? { kind, promisedPages: promised } : { kind };
}

function promisedPages(document: PdfDocument): number {
  const root = document.dict(document.trailer.get('Root'));
  const count = document.resolve(document.dict(root?.get('Pages'))?.get('Count') ?? null);
  return typeof count === 'number' && Number.isSafeInteger(count) ? count : 0;
}

function hasEnd(reader: ByteReader): boolean {
  const tail = reader.read(Math.max(0, reader.size - END_SEARCH_BYTES), reader.size);
  return Buffer.from(tail.buffer, tail.byteOffset, tail.length).includes('%%EOF', 0, 'latin1');
}
