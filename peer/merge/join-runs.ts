import * as fork from '@cantoo/pdf-lib';
import * as pdfLib from 'pdf-lib';
import type { PageMap } from '../../common/pdf/page-map.ts';

/** `<<>>`: the trailer's text in the map of a document that is not encrypted. */
const PLAIN_TRAILER_BYTES = 4;
/** Same API; and what needs no password it decrypts, where pdf-lib copies ciphertext and gives blank pages. */
const pdfLibFork = fork as unknown as typeof pdfLib;
const LOAD = { updateMetadata: false, password: '' };
const SAVE = { addDefaultPage: false, updateFieldAppearances: false };

/**
 * Joins `runs`, PDFs of pages of one document, in their order, with pdf-lib's `copyPages`; `undefined` if it cannot
 * read them.
 */
export async function joinRuns(map: PageMap, runs: readonly Uint8Array[]): Promise<Uint8Array | undefined> {
  const kit = map.trailer.length === PLAIN_TRAILER_BYTES ? pdfLib : pdfLibFork;
  try {
    const joined = await kit.PDFDocument.create({ updateMetadata: false });
    for (const run of runs) {
      const source = await kit.PDFDocument.load(run, LOAD);
      for (const page of await joined.copyPages(source, source.getPageIndices())) joined.addPage(page);
    }
    dropDangling(kit, joined.context);
    return await joined.save(SAVE);
  } catch {
    return undefined;
  }
}

/**
 * Removes references to objects that are not there. In an extract what pages do not use is declared free; pdf-lib
 * does not copy that, and MuPDF refuses references that the table does not know.
 */
function dropDangling(kit: typeof pdfLib, context: pdfLib.PDFContext): void {
  const isDangling = (value: pdfLib.PDFObject): boolean =>
    value instanceof kit.PDFRef && context.lookup(value) === undefined;
  const clean = (value: pdfLib.PDFObject): void => {
    if (value instanceof kit.PDFStream) clean(value.dict);
    else if (value instanceof kit.PDFDict) {
      for (const [key, item] of value.entries()) {
        if (isDangling(item)) value.delete(key);
        else clean(item);
      }
    } else if (value instanceof kit.PDFArray) {
      for (const [at, item] of value.asArray().entries()) {
        if (isDangling(item)) value.set(at, kit.PDFNull);
        else clean(item);
      }
    }
  };
  for (const [, value] of context.enumerateIndirectObjects()) clean(value);
}
