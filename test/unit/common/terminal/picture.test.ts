import { describe, expect, test } from '@jest/globals';
import type { Rgb } from '../../../../common/terminal/line.ts';
import { pictureLines, shadedLines } from '../../../../common/terminal/picture.ts';

const RED: Rgb = [255, 0, 0];
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

function aPicture(rows: readonly (readonly Rgb[])[]) {
  const rgb = Buffer.from(rows.flat(2)).toString('base64');
  return { width: rows[0]?.length ?? 0, height: rows.length, rgb };
}

describe('pictureLines', () => {
  test('puts two pixels into a cell, and neighbours that look alike into one span', () => {
    const picture = aPicture([
      [RED, RED, WHITE],
      [BLACK, BLACK, BLACK],
    ]);
    expect(pictureLines(picture)).toEqual([
      [
        { text: '▀▀', style: 'plain', ink: RED, paper: BLACK },
        { text: '▀', style: 'plain', ink: WHITE, paper: BLACK },
      ],
    ]);
  });

  test('ends an odd number of rows with paper', () => {
    expect(pictureLines(aPicture([[RED], [RED], [BLACK]]))).toEqual([
      [{ text: '▀', style: 'plain', ink: RED, paper: RED }],
      [{ text: '▀', style: 'plain', ink: BLACK, paper: WHITE }],
    ]);
  });

  test('shows pixels that are missing as black, and nothing of an empty picture', () => {
    expect(pictureLines({ width: 1, height: 2, rgb: '' })[0]).toEqual([
      { text: '▀', style: 'plain', ink: BLACK, paper: BLACK },
    ]);
    expect(pictureLines({ width: 0, height: 0, rgb: '' })).toEqual([]);
  });
});

describe('shadedLines', () => {
  test.each([
    [false, ' ▓█▒'],
    [true, ' +#:'],
  ])('is the fuller, the darker the pixels are (ascii: %s)', (ascii, text) => {
    const picture = aPicture([
      [WHITE, RED, BLACK, WHITE],
      [WHITE, RED, BLACK, BLACK],
    ]);
    expect(
      shadedLines(picture, { ascii })[0]
        ?.map((span) => span.text)
        .join(''),
    ).toBe(text);
  });

  const shown = (rows: readonly (readonly Rgb[])[]) =>
    shadedLines(aPicture(rows), { ascii: true })[0]
      ?.map((span) => span.text)
      .join('');

  test('shows letters that are too small to be dark', () => {
    const paper: Rgb = [250, 250, 245];
    const letter: Rgb = [205, 205, 205];
    expect(shown([[paper, letter, paper]])).toBe(' # ');
  });

  test('shows what is all of one colour as what it is', () => {
    expect(
      shown([
        [BLACK, BLACK],
        [BLACK, BLACK],
      ]),
    ).toBe('##');
    expect(shown([[WHITE, WHITE]])).toBe('  ');
  });
});
