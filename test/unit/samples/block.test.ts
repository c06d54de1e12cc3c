import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { BODY, wrapped } from '../../../samples/make/block.ts';
import { widthOf } from '../../../samples/make/sheet.ts';

const document = await PDFDocument.create();
const faces = { serif: await document.embedFont(StandardFonts.TimesRoman) };
const someText = fc
  .array(fc.stringMatching(/^[a-zA-Z]{1,12}$/), { minLength: 1 })
  .map((words) => words.join(' '));

describe('wrapped', () => {
  test('keeps every word, in order', () => {
    fc.assert(
      fc.property(someText, (text) => {
        expect(wrapped(faces, text, BODY, 120).lines.join(' ')).toBe(text);
      }),
    );
  });

  test('gives no line that is wider than it may be, but a single long word', () => {
    fc.assert(
      fc.property(someText, fc.integer({ min: 20, max: 300 }), (text, width) => {
        for (const line of wrapped(faces, text, BODY, width).lines) {
          const fits = widthOf(faces, line, BODY.face, BODY.size) <= width;
          expect(fits || !line.includes(' ')).toBe(true);
        }
      }),
    );
  });
});
