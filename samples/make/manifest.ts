import { createHash } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';
import type { Sample } from './sample.ts';

/** What `samples/manifest.json` says of one file. */
export interface ManifestEntry {
  readonly name: string;
  readonly sha256: string;
  readonly md5: string;
  readonly pages: number;
  readonly bytes: number;
  readonly features: readonly string[];
  readonly provenance: string;
  readonly licence: string;
}

const PROVENANCE = 'made by samples/make-samples.ts with pdf-lib; text and pictures are our own';
const FONTS = '; embedded fonts as in samples/fonts/README.md';
const LICENCE = 'MIT';

/** The entry of a sample that was made as `bytes`. */
export async function manifestEntry(sample: Sample, bytes: Uint8Array): Promise<ManifestEntry> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  return {
    name: sample.name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    md5: createHash('md5').update(bytes).digest('hex'),
    pages: document.getPageCount(),
    bytes: bytes.length,
    features: sample.features,
    provenance: sample.features.includes('text') ? PROVENANCE + FONTS : PROVENANCE,
    licence: LICENCE,
  };
}
