import { PDFName } from 'pdf-lib';
import { BODY, fill, HEADING, place, wrapped } from './block.ts';
import { embedFont } from './fonts.ts';
import { setOutline } from './navigation.ts';
import { embedPicture, sketch } from './picture.ts';
import { heading, paragraph } from './prose.ts';
import { type Random, randomFrom } from './random.ts';
import { newDocument, type Sample } from './sample.ts';
import { type Faces, Sheet } from './sheet.ts';

const A5: [number, number] = [420, 595];
const LEFT = 48;
const WIDTH = A5[0] - 2 * LEFT;
const PLATES = 12;
const PAGES_OF_A_PLATE = 4;

/**
 * A field guide of 48 pages whose objects lie in object streams behind a cross-reference stream, and whose pages all
 * share one resource dictionary that names every plate: each page draws only one of the twelve.
 */
export const guide: Sample = {
  name: 'quayside-field-guide.pdf',
  features: [
    'text',
    'object streams',
    'xref stream',
    'shared resource dictionary',
    'shared images',
    'outline',
  ],
  make: makeGuide,
};

async function makeGuide(): Promise<Uint8Array> {
  const document = await newDocument({
    title: 'A Field Guide to the Quayside',
    author: 'The Pageswarm authors',
    subject: 'Twelve plates, with notes',
    keywords: ['harbour', 'field guide', 'plates'],
  });
  const faces = { serif: await embedFont(document, 'serif'), bold: await embedFont(document, 'bold') };
  const random = randomFrom(1912);
  const plates = Array.from({ length: PLATES }, () => embedPicture(document, sketch(random, 520, 260)));
  const shared = document.context.register(
    document.context.obj({
      Font: { serif: faces.serif.ref, bold: faces.bold.ref },
      XObject: Object.fromEntries(plates.map((plate, index) => [`Plate${index + 1}`, plate])),
    }),
  );

  const entries = plates.map((plate, index) => {
    const title = `Plate ${index + 1}: ${heading(random)}`;
    const sheets = Array.from({ length: PAGES_OF_A_PLATE }, () => new Sheet(document, A5, faces));
    for (const [at, sheet] of sheets.entries()) {
      sheet.draw(`Plate${index + 1}`, plate, { x: LEFT, y: 380, width: WIDTH, height: WIDTH / 2 });
      writeNotes(sheet, faces, random, at === 0 ? title : `${title} (continued)`);
      sheet.page.node.set(PDFName.of('Resources'), shared);
    }
    const page = document.getPage(index * PAGES_OF_A_PLATE);
    return { title, page, y: A5[1], children: [] };
  });
  setOutline(document, entries);
  return document.save({ useObjectStreams: true });
}

function writeNotes(sheet: Sheet, faces: Faces, random: Random, title: string): void {
  const top = place(sheet, wrapped(faces, title, { ...HEADING, size: 12, leading: 16 }, WIDTH), LEFT, 365);
  fill(sheet, () => wrapped(faces, paragraph(random), BODY, WIDTH), LEFT, top, 40);
}
