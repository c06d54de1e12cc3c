import { readFont } from './fonts.ts';
import { addGrain, blankPicture, embedPicture, type Picture, paint } from './picture.ts';
import { heading, sentence } from './prose.ts';
import { between, type Random, randomFrom } from './random.ts';
import { LetterPress } from './raster.ts';
import { newDocument, type Sample } from './sample.ts';
import { Sheet } from './sheet.ts';

const A5: [number, number] = [420, 595];
const PIXELS = { width: 620, height: 878 } as const;
const MARGIN = 70;
const LEADING = 24;
const PAGES = 44;

/** The letters that the book is set in, at two sizes. */
interface Type {
  readonly body: LetterPress;
  readonly title: LetterPress;
}

/** A book as a scanner gives it: 44 pages, each one grainy picture of print, no text at all. */
export const scan: Sample = {
  name: 'harbour-masters-logbook-scan.pdf',
  features: ['image per page', 'no text', 'classic xref'],
  make: makeScan,
};

async function makeScan(): Promise<Uint8Array> {
  const document = await newDocument({
    title: "The Harbour Master's Logbook",
    author: 'The Pageswarm authors',
    subject: 'Pages as a scanner gives them',
    keywords: ['harbour', 'logbook', 'scan'],
  });
  const bytes = await readFont('serif');
  const type = { body: new LetterPress(bytes, 17), title: new LetterPress(bytes, 27) };
  const random = randomFrom(1871);
  for (let page = 1; page <= PAGES; page++) {
    const picture = printedPage(type, random, page);
    const sheet = new Sheet(document, A5, {});
    sheet.draw('Scan', embedPicture(document, picture), { x: 0, y: 0, width: A5[0], height: A5[1] });
  }
  return document.save({ useObjectStreams: false });
}

function printedPage(type: Type, random: Random, page: number): Picture {
  const picture = blankPicture(PIXELS.width, PIXELS.height);
  const x = MARGIN + between(random, -6, 6); // no two pages lie on the glass alike
  let y = 110 + between(random, -8, 8);
  if (page % 4 === 1) {
    type.title.print(picture, heading(random), x, y);
    y += 2 * LEADING;
  }
  for (const line of textLines(type.body, random, Math.floor((PIXELS.height - 90 - y) / LEADING))) {
    type.body.print(picture, line, x, y);
    y += LEADING;
  }
  type.body.print(picture, String(page), PIXELS.width / 2, PIXELS.height - 50);
  paint(picture, page % 2 === 0 ? PIXELS.width - 12 : 0, 0, 12, PIXELS.height, 8); // the shadow of the gutter
  addGrain(picture, random, 2);
  return picture;
}

function textLines(press: LetterPress, random: Random, count: number): string[] {
  const lines: string[] = [];
  let line = '';
  while (lines.length < count) {
    for (const word of sentence(random).split(' ')) {
      if (press.widthOf(`${line} ${word}`) > PIXELS.width - 2 * MARGIN) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
  }
  return lines.slice(0, count);
}
