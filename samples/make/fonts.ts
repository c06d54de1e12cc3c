import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fontkit from '@pdf-lib/fontkit';
import type { PDFDocument, PDFFont } from 'pdf-lib';

/** The fonts in `samples/fonts/`, small subsets with their licences beside them. */
const FILES = {
  serif: 'NotoSerif-Regular.subset.ttf',
  bold: 'NotoSans-Bold.subset.ttf',
  mono: 'NotoSansMono-Regular.subset.ttf',
  cjk: 'DroidSansFallback.subset.ttf',
} as const;

export type FontName = keyof typeof FILES;

/** The bytes of a font of this folder. The program runs in `dist/samples/make/`, the fonts stay where they are. */
export async function readFont(name: FontName): Promise<Uint8Array> {
  return readFile(fileURLToPath(new URL(`../../../samples/fonts/${FILES[name]}`, import.meta.url)));
}

/** The font as part of `document`: whole, since the files are subsets already. */
export async function embedFont(document: PDFDocument, name: FontName): Promise<PDFFont> {
  document.registerFontkit(fontkit);
  return document.embedFont(await readFont(name), { subset: false });
}
