import { readFileSync, statSync } from 'node:fs';
import type { PDFiumDocument } from '@hyzyla/pdfium';
import { extractPages } from '../../common/pdf/extract-pages.ts';
import { needBytes } from '../../common/pdf/page-layout.ts';
import type { PageMap } from '../../common/pdf/page-map.ts';
import { decodePageMap } from '../../common/pdf/page-map-decode.ts';
import { type FileReader, openFileReader } from '../../common/runtime/file-reader.ts';
import { type Pdfium, withPage } from '../../common/runtime/pdfium.ts';

/** PDFium wants a file in memory, twice for a moment. Larger files: docs/protocol/page-map.md, "Self-check". */
const MAX_WHOLE_FILE_BYTES = 134_217_728;
/** Pages are extracted together as long as they need no more than this. */
const MAX_BATCH_BYTES = 33_554_432;
/** What counts as a word: white space around it, a letter or digit in it. */
const WORD = /\S*[\p{L}\p{N}]\S*/gu;

/** Pages of a mapped PDF whose text is wanted. */
export interface TextPages {
  readonly path: string;
  /** the page map's blob */
  readonly map: Uint8Array;
  readonly pages: readonly number[];
}

/** The words on a page. */
export interface PageWords {
  readonly page: number;
  readonly words: number;
}

/** Counts the words on `pages`, in this thread, extracting at most `batch` of them at once. */
export async function countWords(
  pdfium: Pdfium,
  { path, map: blob, pages }: TextPages,
  batch: number,
  report: (words: PageWords) => void,
): Promise<void> {
  using reader = openFileReader(path);
  const map = decodePageMap(blob);
  const needs = needBytes(map);
  for (const together of batches(pages, needs, batch)) {
    if (isTooLarge(needs, together[0])) {
      for (const page of together) report({ page, words: 0 });
      continue;
    }
    await pdfium.withDocument(extractPages(map, reader, together), (document) => {
      for (const [index, page] of together.entries()) {
        report({ page, words: textOf(document, index).match(WORD)?.length ?? 0 });
      }
    });
  }
}

/** What differs between `pages` in the file and their extracts; empty if nothing does. */
export async function checkText(
  pdfium: Pdfium,
  { path, map: blob, pages: asked }: TextPages,
): Promise<string> {
  using reader = openFileReader(path);
  const map = decodePageMap(blob);
  const needs = needBytes(map);
  const pages = asked.filter((page) => !isTooLarge(needs, page));
  const texts: string[] = [];
  for (const page of pages) texts.push(await extractedText(pdfium, map, reader, page));
  if (statSync(path).size > MAX_WHOLE_FILE_BYTES) return '';
  return pdfium.withDocument(readFileSync(path), (document) => {
    const count = document.getPageCount();
    if (count !== map.pages.length)
      return `another reader finds ${count} pages in it, not ${map.pages.length}`;
    const differing = pages.find((page, at) => textOf(document, page) !== texts[at]);
    return differing === undefined ? '' : `the extract of page ${differing + 1} has other text than the page`;
  });
}

function extractedText(pdfium: Pdfium, map: PageMap, reader: FileReader, page: number): Promise<string> {
  return pdfium.withDocument(extractPages(map, reader, [page]), (document) => textOf(document, 0));
}

/** The text of the page at `index`; empty for a page that PDFium does not open. */
function textOf(document: PDFiumDocument, index: number): string {
  return withPage(document, index, (page) => page.getText()) ?? '';
}

/** The pages to read, cut so that an extract stays small; a page that is large by itself is alone. */
function batches(pages: readonly number[], needs: readonly number[], most: number): number[][] {
  const cut: number[][] = [];
  let bytes = 0;
  for (const page of pages) {
    const last = cut.at(-1);
    bytes += needs[page] ?? 0;
    if (last !== undefined && last.length < most && bytes <= MAX_BATCH_BYTES) last.push(page);
    else {
      cut.push([page]);
      bytes = needs[page] ?? 0;
    }
  }
  return cut;
}

function isTooLarge(needs: readonly number[], page: number | undefined): boolean {
  return (needs[page ?? 0] ?? 0) > MAX_WHOLE_FILE_BYTES;
}
