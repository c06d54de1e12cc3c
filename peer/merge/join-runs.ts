import * as forEncrypted from '@cantoo/pdf-lib';
import * as pdfLib from 'pdf-lib';
import type { PageMap } from '../../common/pdf/page-map.ts';

/** `<<>>`: the trailer's text in the map of a document that is not encrypted. */
const PLAIN_TRAILER_BYTES = 4;

/**
 * Joins `runs`, PDFs of pages of one document, in their order, with pdf-lib's `copyPages`; `undefined` if it cannot
 * read them.
 *
 * pdf-lib copies ciphertext as it is and gives blank pages; its fork decrypts what needs no password.
 */
export async function joinRuns(map: PageMap, runs: readonly Uint8Array[]): Promise<Uint8Array | undefined> {
  try {
    return map.trailer.length === PLAIN_TRAILER_BYTES ? await joinPlain(runs) : await joinEncrypted(runs);
  } catch {
    return undefined;
  }
}

async function joinPlain(runs: readonly Uint8Array[]): Promise<Uint8Array> {
  const joined = await pdfLib.PDFDocument.create({ updateMetadata: false });
  for (const run of runs) {
    const source = await pdfLib.PDFDocument.load(run, { updateMetadata: false, throwOnInvalidObject: false });
    for (const page of await joined.copyPages(source, source.getPageIndices())) joined.addPage(page);
  }
  return joined.save({ addDefaultPage: false, updateFieldAppearances: false });
}

async function joinEncrypted(runs: readonly Uint8Array[]): Promise<Uint8Array> {
  const joined = await forEncrypted.PDFDocument.create({ updateMetadata: false });
  for (const run of runs) {
    const source = await forEncrypted.PDFDocument.load(run, { password: '', updateMetadata: false });
    for (const page of await joined.copyPages(source, source.getPageIndices())) joined.addPage(page);
  }
  return joined.save({ addDefaultPage: false, updateFieldAppearances: false });
}
