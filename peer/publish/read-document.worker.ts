import { buildMap } from '../../common/runtime/build-map.ts';
import { loadPdfium, type Pdfium } from '../../common/runtime/pdfium.ts';
import { answerJobs } from '../../common/runtime/run-worker.ts';
import { checkText, countWords, type TextPages } from './document-text.ts';
import { hashDocument } from './hash-document.ts';

/** What a thread that reads documents is asked. */
export type ReadJob =
  | { readonly ask: 'hash'; readonly path: string; readonly pieceLength: number }
  | { readonly ask: 'map'; readonly path: string }
  | ({ readonly ask: 'check' } & TextPages)
  | ({ readonly ask: 'words'; readonly batch: number } & TextPages);

/** A file of 128 MiB is there twice for a moment, and PDFium makes more of it. */
const MAX_PDFIUM_BYTES = 1_073_741_824;
/** Above this the thread is replaced: the memory does not come back. */
const SPENT_BYTES = 134_217_728;

let loading: Promise<Pdfium> | undefined;
let memory = (): number => 0;

async function pdfium(): Promise<Pdfium> {
  loading ??= loadPdfium(MAX_PDFIUM_BYTES);
  const loaded = await loading;
  memory = loaded.memory;
  return loaded;
}

async function answer(job: ReadJob, report: (report: unknown) => void): Promise<unknown> {
  if (job.ask === 'hash') return hashDocument(job.path, job.pieceLength, report);
  if (job.ask === 'map') return buildMap(job.path);
  if (job.ask === 'check') return checkText(await pdfium(), job);
  return countWords(await pdfium(), job, job.batch, report);
}

const FALLBACK = {
  hash: 'ERR_FILE_UNREADABLE',
  map: 'ERR_PDF_UNREADABLE',
  check: 'ERR_PDF_TEXT',
  words: 'ERR_PDF_TEXT',
} as const;

answerJobs(answer, {
  fallbackCode: ({ ask }) => FALLBACK[ask],
  isSpent: () => memory() > SPENT_BYTES,
});
