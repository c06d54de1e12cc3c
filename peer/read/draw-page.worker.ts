import { readFileSync, statSync } from 'node:fs';
import { CodedError, messageOf } from '../../common/errors.ts';
import { extractPages } from '../../common/pdf/extract-pages.ts';
import { decodePageMap } from '../../common/pdf/page-map-decode.ts';
import { openFileReader } from '../../common/runtime/file-reader.ts';
import { loadPdfium, withPage } from '../../common/runtime/pdfium.ts';
import { answerJobs } from '../../common/runtime/run-worker.ts';
import { drawPage, type Pixels } from './draw-page.ts';

/** A page to draw. */
export interface DrawJob {
  readonly path: string;
  /** the page map's blob; absent for a document without one, which has to be whole */
  readonly map?: Uint8Array;
  /** page index */
  readonly page: number;
  /** pixels to fit it into */
  readonly width: number;
  readonly height: number;
}

/** PDFium wants a file in memory; it is there twice for a moment. */
const MAX_FILE_BYTES = 134_217_728;
/** A page of the largest format with images takes some ten MB. */
const MAX_PDFIUM_BYTES = 536_870_912;
/** Above this the thread is replaced: the memory does not come back. */
const SPENT_BYTES = 134_217_728;

const pdfium = await loadPdfium(MAX_PDFIUM_BYTES);

async function draw(job: DrawJob): Promise<Pixels> {
  const { bytes, index } = source(job);
  try {
    return await pdfium.withDocument(bytes, (document) => {
      const pages = document.getPageCount();
      if (index >= pages) throw noSuchPage(job.page, pages);
      const pixels = withPage(document, index, (page) => drawPage(page, job));
      if (pixels === undefined) throw new Error('PDFium does not open it');
      return pixels;
    });
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError('ERR_READ_CANNOT_DRAW', `page ${job.page + 1} cannot be drawn: ${messageOf(error)}`);
  }
}

/** A PDF that has the page, and where it stands in that. */
function source({ path, map, page }: DrawJob): { readonly bytes: Uint8Array; readonly index: number } {
  if (map === undefined) {
    if (statSync(path).size > MAX_FILE_BYTES) {
      const what = 'a document without a page map can be drawn up to 128 MiB: open it in a viewer';
      throw new CodedError('ERR_READ_CANNOT_DRAW', what);
    }
    return { bytes: readFileSync(path), index: page };
  }
  const decoded = decodePageMap(map);
  if (page >= decoded.pages.length) throw noSuchPage(page, decoded.pages.length);
  using reader = openFileReader(path);
  return { bytes: extractPages(decoded, reader, [page]), index: 0 };
}

function noSuchPage(page: number, pages: number): CodedError {
  return new CodedError('ERR_READ_NO_SUCH_PAGE', `there is no page ${page + 1}: the document has ${pages}`);
}

answerJobs(draw, { fallbackCode: 'ERR_READ_CANNOT_DRAW', isSpent: () => pdfium.memory() > SPENT_BYTES });
