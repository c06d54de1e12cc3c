import {
  beginText,
  concatTransformationMatrix,
  drawObject,
  endText,
  moveText,
  type PDFDocument,
  type PDFFont,
  PDFName,
  type PDFPage,
  type PDFRef,
  popGraphicsState,
  pushGraphicsState,
  setFontAndSize,
  showText,
} from 'pdf-lib';
import type { FontName } from './fonts.ts';

/** The fonts of a document, by the names that its pages call them. */
export type Faces = Readonly<Partial<Record<FontName, PDFFont>>>;

/** Where something lies on a page, points from the lower left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of text; `x` and `y` are where its baseline begins, points. */
export interface Line {
  readonly text: string;
  readonly face: FontName;
  readonly size: number;
  readonly x: number;
  readonly y: number;
}

/** Stretches that one font can show: East Asian characters, and everything else. */
const STRETCH = /[\u2e80-\uffef]+|[^\u2e80-\uffef]+/gu;

/**
 * One page under the pen. It writes the operators itself: pdf-lib's own drawing gives every change of font a new
 * resource name, and 130 pages would look like no page that a typesetting program makes.
 */
export class Sheet {
  readonly page: PDFPage;
  readonly #faces: Faces;

  constructor(document: PDFDocument, size: [number, number], faces: Faces) {
    this.page = document.addPage(size);
    this.#faces = faces;
  }

  /** Writes one line; characters that the face lacks are taken from the East Asian one. */
  write(line: Line): void {
    let { x } = line;
    for (const [name, text] of stretches(line.text, line.face)) {
      const font = fontOf(this.#faces, name);
      this.page.node.setFontDictionary(PDFName.of(name), font.ref);
      this.page.pushOperators(
        beginText(),
        setFontAndSize(PDFName.of(name), line.size),
        moveText(x, line.y),
        showText(font.encodeText(text)),
        endText(),
      );
      x += font.widthOfTextAtSize(text, line.size);
    }
  }

  /** Draws an image XObject so that it fills `box`. */
  draw(name: string, image: PDFRef, box: Box): void {
    this.page.node.setXObject(PDFName.of(name), image);
    this.page.pushOperators(
      pushGraphicsState(),
      concatTransformationMatrix(box.width, 0, 0, box.height, box.x, box.y),
      drawObject(PDFName.of(name)),
      popGraphicsState(),
    );
  }
}

/** Width of `text` as `Sheet.write` sets it, points. */
export function widthOf(faces: Faces, text: string, face: FontName, size: number): number {
  return stretches(text, face).reduce(
    (sum, [name, part]) => sum + fontOf(faces, name).widthOfTextAtSize(part, size),
    0,
  );
}

function stretches(text: string, face: FontName): [FontName, string][] {
  return [...text.matchAll(STRETCH)].map(([part]) => [/^[\u2e80-\uffef]/u.test(part) ? 'cjk' : face, part]);
}

function fontOf(faces: Faces, name: FontName): PDFFont {
  const font = faces[name];
  if (font === undefined) throw new Error(`the document has no font '${name}'`);
  return font;
}
