import { readFileSync, statSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import type { ByteReader } from '../../common/pdf/byte-reader.ts';
import { extractPages } from '../../common/pdf/extract-pages.ts';
import { needBytes } from '../../common/pdf/page-layout.ts';
import type { PageMap } from '../../common/pdf/page-map.ts';
import { decodePageMap } from '../../common/pdf/page-map-decode.ts';
import { openFileReader } from '../../common/runtime/file-reader.ts';
import { answerJob } from '../../common/runtime/run-worker.ts';
import type { PageWords, TextJob } from './read-document-text.ts';

/** PDFium wants a file in memory, twice for a moment. Larger files: docs/protocol/page-map.md, "Self-check". */
const MAX_WHOLE_FILE_BYTES = 134_217_728;
/** Pages are extracted together as long as they need no more than this. */
const MAX_BATCH_BYTES = 33_554_432;
/** What counts as a word: white space around it, a letter or digit in it. */
const WORD = /\S*[\p{L}\p{N}]\S*/gu;

const job = workerData as TextJob;
const library = await PDFiumLibrary.init();

async function withDocument<T>(bytes: Uint8Array, use: (document: PDFiumDocument) => T): Promise<T> {
  const document = await library.loadDocument(bytes);
  try {
    return use(document);
  } finally {
    document.destroy();
  }
}

/** The text of the page at `index`; empty for a page that PDFium does not open. */
function textOf(document: PDFiumDocument, index: number): string {
  const page = document.getPage(index);
  // TypeScript lets bracket access reach private members
  const [handle, module] = [page['pageIdx'], page['module']];
  if (handle === 0) return '';
  try {
    return page.getText();
  } finally {
    module._FPDF_ClosePage(handle); // the wrapper leaves it open, and with it everything on the page
  }
}

async function countWords(
  map: PageMap,
  reader: ByteReader,
  report: (words: PageWords) => void,
): Promise<void> {
  const needs = needBytes(map);
  for (const pages of batches(needs)) {
    if (isTooLarge(needs, pages[0])) {
      for (const page of pages) report({ page, words: 0 });
      continue;
    }
    await withDocument(extractPages(map, reader, pages), (document) => {
      for (const [index, page] of pages.entries()) {
        report({ page, words: textOf(document, index).match(WORD)?.length ?? 0 });
      }
    });
  }
}

/** The pages to read, cut so that an extract stays small; a page that is large by itself is alone. */
function batches(needs: readonly number[]): number[][] {
  const cut: number[][] = [];
  let bytes = 0;
  for (const page of job.pages) {
    const last = cut.at(-1);
    bytes += needs[page] ?? 0;
    if (last !== undefined && last.length < job.batch && bytes <= MAX_BATCH_BYTES) last.push(page);
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

/** What differs between pages in the file and their extracts; empty if nothing does. */
async function check(map: PageMap, reader: ByteReader): Promise<string> {
  const needs = needBytes(map);
  const pages = job.pages.filter((page) => !isTooLarge(needs, page));
  const texts: string[] = [];
  for (const page of pages) {
    texts.push(await withDocument(extractPages(map, reader, [page]), (document) => textOf(document, 0)));
  }
  if (statSync(job.path).size > MAX_WHOLE_FILE_BYTES) return '';
  return withDocument(readFileSync(job.path), (document) => {
    const count = document.getPageCount();
    if (count !== map.pages.length)
      return `another reader finds ${count} pages in it, not ${map.pages.length}`;
    const differing = pages.find((page, at) => textOf(document, page) !== texts[at]);
    return differing === undefined ? '' : `the extract of page ${differing + 1} has other text than the page`;
  });
}

async function answer(report: (words: PageWords) => void): Promise<string | undefined> {
  using reader = openFileReader(job.path);
  const map = decodePageMap(job.map);
  return job.ask === 'check' ? check(map, reader) : void (await countWords(map, reader, report));
}

await answerJob(answer, 'ERR_PDF_TEXT');
