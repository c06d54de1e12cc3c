import { BODY, HEADING, place, wrapped } from './block.ts';
import { embedFont } from './fonts.ts';
import { setOutline } from './navigation.ts';
import { CHAPTERS } from './optics-text.ts';
import { newDocument, type Sample } from './sample.ts';
import { Sheet } from './sheet.ts';

const A5: [number, number] = [420, 595];
const LEFT = 48;
const WIDTH = A5[0] - 2 * LEFT;

/** A little book whose name, outline, information dictionary and text have accents and East Asian characters. */
export const optics: Sample = {
  name: 'Introdução à Óptica — 光学入門.pdf',
  features: [
    'text',
    'accents',
    'CJK',
    'non-ASCII name',
    'embedded East Asian font',
    'outline',
    'xref stream',
  ],
  make: makeOptics,
};

async function makeOptics(): Promise<Uint8Array> {
  const document = await newDocument({
    title: 'Introdução à Óptica — 光学入門',
    author: 'Os autores do Pageswarm · ページスウォーム',
    subject: 'Reflexão, refração, lentes e cores',
    keywords: ['óptica', 'luz', '光学', '빛'],
  });
  const faces = {
    serif: await embedFont(document, 'serif'),
    bold: await embedFont(document, 'bold'),
    cjk: await embedFont(document, 'cjk'),
  };
  const entries = CHAPTERS.map(({ title, paragraphs }, index) => {
    const sheet = new Sheet(document, A5, faces);
    let y = place(sheet, wrapped(faces, title, HEADING, WIDTH), LEFT, A5[1] - 60);
    for (const text of paragraphs) y = place(sheet, wrapped(faces, text, BODY, WIDTH), LEFT, y);
    sheet.write({ text: String(index + 1), face: 'serif', size: 9, x: A5[0] / 2, y: 30 });
    return { title, page: sheet.page, y: A5[1] - 60, children: [] };
  });
  setOutline(document, entries);
  return document.save({ useObjectStreams: true });
}
