import { describe, expect, test } from '@jest/globals';
import { previewLines } from '../../../../peer/cli/preview.ts';

const picture = {
  width: 2,
  height: 2,
  rgb: Buffer.from([255, 0, 0, 255, 255, 255, 0, 0, 0, 255, 255, 255]).toString('base64'),
};

describe('previewLines', () => {
  test('uses the 256 colours of a terminal, and resets them at the end of each line', () => {
    expect(previewLines(picture, { colours: true })).toEqual([
      '\x1b[38;5;196m\x1b[48;5;16m▀\x1b[38;5;231m\x1b[48;5;231m▀\x1b[0m',
    ]);
  });

  test('uses signs without colours', () => {
    expect(previewLines(picture, { colours: false })).toEqual(['█']);
  });
});
