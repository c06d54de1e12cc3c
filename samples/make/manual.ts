import type { PDFDocument, PDFRef } from 'pdf-lib';
import { type Block, BODY, fill, HEADING, LISTING, place, wrapped } from './block.ts';
import { embedFont } from './fonts.ts';
import { addLink, type Entry, setNamedDestinations, setOutline, setPageLabels } from './navigation.ts';
import { embedPicture, sketch } from './picture.ts';
import { heading, paragraph, procedure } from './prose.ts';
import { between, type Random, randomFrom } from './random.ts';
import { newDocument, type Sample } from './sample.ts';
import { type Faces, Sheet } from './sheet.ts';

const A4: [number, number] = [595, 842];
const LEFT = 72;
const WIDTH = A4[0] - 2 * LEFT;
const TOP = A4[1] - 96;
const BOTTOM = 72;
const CHAPTERS = 8;
const SECTIONS = 4;
const PAGES_OF_A_SECTION = 4;
const FRONT_PAGES = 2;

const TITLE = 'The Tidewater Workshop Manual';

/** What the pages of the manual have in common while it is written. */
interface Press {
  readonly document: PDFDocument;
  readonly faces: Faces;
  readonly random: Random;
}

/** A chapter or section: an outline entry that is also in the table of contents. */
interface Division extends Entry {
  /** of the destination */
  readonly name: string;
  /** as printed on the page */
  readonly pageNumber: number;
  readonly children: readonly Division[];
}

/**
 * A text manual of 130 pages: fonts shared by all pages, a figure shared by each chapter's, a table of contents with
 * links, named destinations, a nested outline, page labels; a classic cross-reference table.
 */
export const manual: Sample = {
  name: 'tidewater-workshop-manual.pdf',
  features: [
    'text',
    'shared fonts',
    'shared images',
    'outline',
    'named destinations',
    'links',
    'page labels',
    'classic xref',
  ],
  make: makeManual,
};

async function makeManual(): Promise<Uint8Array> {
  const document = await newDocument({
    title: TITLE,
    author: 'The Pageswarm authors',
    subject: 'Care of cranes, pumps and sluices in a tidal harbour',
    keywords: ['harbour', 'maintenance', 'cranes', 'pumps'],
  });
  const faces = {
    serif: await embedFont(document, 'serif'),
    bold: await embedFont(document, 'bold'),
    mono: await embedFont(document, 'mono'),
  };
  const press = { document, faces, random: randomFrom(1848) };

  writeCover(new Sheet(document, A4, faces));
  const contents = new Sheet(document, A4, faces);
  const chapters = Array.from({ length: CHAPTERS }, (_, index) => writeChapter(press, index + 1));
  writeContents(contents, chapters);

  const all = chapters.flatMap((chapter) => [chapter, ...chapter.children]);
  setOutline(document, chapters);
  setNamedDestinations(document, new Map(all.map((entry) => [entry.name, entry])));
  setPageLabels(document, FRONT_PAGES);
  return document.save({ useObjectStreams: false });
}

function writeCover(sheet: Sheet): void {
  sheet.write({ text: TITLE, face: 'bold', size: 28, x: LEFT, y: 560 });
  sheet.write({
    text: 'Cranes, pumps, sluices, and those who keep them',
    face: 'serif',
    size: 14,
    x: LEFT,
    y: 530,
  });
  sheet.write({ text: 'Second edition, with procedures', face: 'mono', size: 10, x: LEFT, y: 500 });
}

function writeChapter(press: Press, chapter: number): Division {
  const figure = embedPicture(press.document, sketch(press.random, 260, 110));
  const title = `${chapter}  ${heading(press.random)}`;
  const sections = Array.from({ length: SECTIONS }, (_, index) =>
    writeSection(press, figure, title, `${chapter}.${index + 1}`),
  );
  const [first] = sections;
  if (first === undefined) throw new Error('a chapter has sections');
  return { ...first, title, name: `chapter-${chapter}`, children: sections };
}

function writeSection(press: Press, figure: PDFRef, chapterTitle: string, number: string): Division {
  const { document, faces, random } = press;
  const title = `${number}  ${heading(random)}`;
  const pageNumber = document.getPageCount() - FRONT_PAGES + 1;
  const opening = writePage(press, figure, chapterTitle, wrapped(faces, title, HEADING, WIDTH));
  for (let more = 1; more < PAGES_OF_A_SECTION; more++) writePage(press, figure, chapterTitle);
  return { title, name: `section-${number}`, pageNumber, page: opening.page, y: TOP, children: [] };
}

function writePage(press: Press, figure: PDFRef, chapterTitle: string, title?: Block): Sheet {
  const sheet = new Sheet(press.document, A4, press.faces);
  const pageNumber = press.document.getPageCount() - FRONT_PAGES;
  sheet.write({ text: chapterTitle, face: 'bold', size: 8, x: LEFT, y: A4[1] - 60 });
  sheet.write({ text: String(pageNumber), face: 'serif', size: 9, x: A4[0] / 2 - 6, y: 40 });
  sheet.draw('Figure', figure, { x: A4[0] - LEFT - 130, y: A4[1] - 78, width: 130, height: 55 });
  const top = title === undefined ? TOP : place(sheet, title, LEFT, TOP);
  fill(sheet, () => nextBlock(press), LEFT, top, BOTTOM);
  return sheet;
}

function nextBlock({ faces, random }: Press): Block {
  if (between(random, 1, 5) === 1) return { lines: procedure(random), style: LISTING };
  return wrapped(faces, paragraph(random), BODY, WIDTH);
}

function writeContents(sheet: Sheet, chapters: readonly Division[]): void {
  sheet.write({ text: 'Contents', face: 'bold', size: 18, x: LEFT, y: TOP });
  let y = TOP - 30;
  for (const division of chapters.flatMap((chapter) => [chapter, ...chapter.children])) {
    const isChapter = division.children.length > 0;
    const x = isChapter ? LEFT : LEFT + 18;
    sheet.write({ text: division.title, face: isChapter ? 'bold' : 'serif', size: 9.5, x, y });
    sheet.write({ text: String(division.pageNumber), face: 'serif', size: 9.5, x: A4[0] - LEFT - 18, y });
    addLink(sheet.page, { x: LEFT, y: y - 3, width: WIDTH, height: 14 }, division.name);
    y -= 15.5;
  }
}
