import { describe, expect, test } from '@jest/globals';
import { readFont } from '../../../samples/make/fonts.ts';
import { blankPicture, WHITE } from '../../../samples/make/picture.ts';
import { LetterPress } from '../../../samples/make/raster.ts';

const press = new LetterPress(await readFont('bold'), 40);

/** The gray at (`x`, `y`) of a picture with `text` printed at (10, 50). */
function printed(text: string): (x: number, y: number) => number {
  const picture = blankPicture(100, 60);
  press.print(picture, text, 10, 50);
  return (x, y) => picture.pixels[y * picture.width + x] ?? -1;
}

describe('LetterPress', () => {
  test('fills the stroke of a letter and leaves the paper around it white', () => {
    const at = printed('I');
    const stem = 10 + Math.round(press.widthOf('I') / 2);
    expect(at(stem, 40)).toBe(0);
    expect(at(90, 40)).toBe(WHITE);
  });

  test('leaves the counter of an O open, since its contours wind against each other', () => {
    const at = printed('O');
    const middle = 10 + Math.round(press.widthOf('O') / 2);
    expect(at(middle, 36)).toBe(WHITE);
    expect(Math.min(...Array.from({ length: 40 }, (_, x) => at(10 + x, 36)))).toBe(0);
  });

  test('clips what lies outside the picture', () => {
    const picture = blankPicture(8, 8);
    press.print(picture, 'W', -10, 4);
    expect(picture.pixels).toHaveLength(64);
  });
});
