import { codeOf } from '../../common/errors.ts';
import type { PageWords } from './document-text.ts';
import type { ReadJob } from './read-document.worker.ts';
import type { ReadDocumentOptions } from './read-document-result.ts';

/** Pages that are extracted and read at once: fonts are loaded once for all of them. */
const BATCH_PAGES = 32;
/** One page takes some ms; this is for one that PDFium never comes back from. */
const PAGE_TIME_LIMIT_MS = 20_000;
/** For a file that PDFium dies of again and again: then most of its pages are like that. */
const MAX_LOST_PAGES = 20;
const CHECK_TIME_LIMIT_MS = 120_000;
/** Beside the first, the middle and the last. */
const DRAWN_PAGES = 5;
const HEX_DIGITS_PER_DRAW = 8;

/** A mapped PDF whose text is to be read. */
export interface MappedPdf {
  readonly path: string;
  readonly map: Uint8Array;
  readonly pages: number;
  readonly sha256: string;
}

/** What reading the text found. */
export interface TextReading {
  /** absent where no page could be read */
  readonly wordsPerPage?: readonly number[];
  /** why the page map is not to be published; empty if it is right */
  readonly mismatch: string;
}

/**
 * Checks the page map by comparing text, and counts the words on each page; with PDFium, which is fed extracts of
 * pages and runs in workers that may die.
 */
export async function readText(pdf: MappedPdf, options: ReadDocumentOptions): Promise<TextReading> {
  const mismatch = await check(pdf, options);
  const wordsPerPage = await countWords(pdf, options);
  return wordsPerPage === undefined ? { mismatch } : { mismatch, wordsPerPage };
}

/**
 * Pages by which a publisher checks its map: the first, the middle, the last, and five that the document's digest
 * chooses, so that all publishers check the same.
 */
export function checkedPages(sha256: string, pages: number): number[] {
  const drawn = Array.from({ length: DRAWN_PAGES }, (_, at) => {
    const digits = sha256.slice(at * HEX_DIGITS_PER_DRAW, (at + 1) * HEX_DIGITS_PER_DRAW);
    return Number.parseInt(digits, 16) % pages;
  });
  return [...new Set([0, Math.floor(pages / 2), pages - 1, ...drawn])].sort((a, b) => a - b);
}

/** Empty, or what differs. A PDFium that dies of the file proves nothing. */
async function check(
  { path, map, pages, sha256 }: MappedPdf,
  { signal, threads }: ReadDocumentOptions,
): Promise<string> {
  const input: ReadJob = { ask: 'check', path, map, pages: checkedPages(sha256, pages) };
  try {
    return await threads.run<string>({ input, signal, timeLimitMs: CHECK_TIME_LIMIT_MS });
  } catch (error) {
    signal.throwIfAborted();
    return (codeOf(error) ?? '').startsWith('ERR_EXTRACT_')
      ? 'its pages cannot be extracted by the page map'
      : '';
  }
}

async function countWords(
  { path, map, pages }: MappedPdf,
  { signal, threads, onProgress }: ReadDocumentOptions,
): Promise<number[] | undefined> {
  const words = new Array<number>(pages).fill(0);
  let done = 0; // pages before this one are counted
  let lost = 0;
  let batch = BATCH_PAGES;
  const onReport = (report: unknown): void => {
    const counted = report as PageWords;
    words[counted.page] = counted.words;
    done = counted.page + 1;
    onProgress?.({ stage: 'text', done, total: pages });
  };
  while (done < pages && lost < MAX_LOST_PAGES) {
    const before = done;
    // after a death, single pages up to the end of the batch it died in; then batches again
    const end = batch === 1 ? Math.min(pages, before + BATCH_PAGES) : pages;
    const remaining = Array.from({ length: end - before }, (_, at) => before + at);
    const input: ReadJob = { ask: 'words', path, map, pages: remaining, batch };
    try {
      await threads.run({ input, signal, timeLimitMs: PAGE_TIME_LIMIT_MS, onReport });
      done = end;
      batch = BATCH_PAGES;
    } catch {
      signal.throwIfAborted();
      if (batch === 1) {
        done++; // this page, and no other
        lost++;
      }
      batch = 1;
    }
  }
  return lost >= Math.min(pages, MAX_LOST_PAGES) ? undefined : words;
}
