import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clustersOf, fitCells, widthOf } from '../../../../common/terminal/cells.ts';
import { fitLine, fitLines, line, span } from '../../../../common/terminal/line.ts';
import { textOf } from '../../../support/a-host.ts';
import { anySize, anyText, wrongWith } from '../../../support/any-text.ts';

const blessedUnicode = createRequire(import.meta.url)('blessed/lib/unicode.js') as {
  charWidth(character: string): number;
};

describe('fitCells', () => {
  test('gives exactly the cells that were asked for, of any text, and again when fitted again', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 80 }), (text, width) => {
        const fitted = fitCells(text, width);
        expect(widthOf(fitted)).toBe(width);
        expect(fitCells(fitted, width)).toBe(fitted);
      }),
    );
  });

  test('cuts with an ellipsis, aligns, and drops marks that terminals disagree about', () => {
    expect(fitCells('Introdução', 6)).toBe('Intro…');
    expect(fitCells('42', 5, 'right')).toBe('   42');
    expect(fitCells('漢字', 3)).toBe('漢…');
    expect(fitCells('漢字', 2)).toBe('… ');
    expect(fitCells('a👍b', 4)).toBe('a▫b ');
    expect(fitCells('\u001b[2J', 4)).toBe('·[2J');
  });

  test('shows no character whose width blessed counts in another way', () => {
    const wrong: string[] = [];
    for (let code = 0; code < 0x1_0000; code++) {
      const shown = fitCells(String.fromCharCode(code), 2).trimEnd();
      if (shown !== '' && blessedUnicode.charWidth(shown) !== widthOf(shown)) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});

describe('clustersOf', () => {
  test('gives what a person takes for one character', () => {
    expect(clustersOf('ae\u0301👩‍👧x')).toEqual(['a', 'e\u0301', '👩‍👧', 'x']);
  });
});

describe('fitLine', () => {
  test('gives exactly the columns that were asked for, harmless, of any spans', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), anySize, (texts, size) => {
        const spans = texts.map((text) => span(text, 'good'));
        expect(wrongWith(fitLines([spans], size), size)).toBeUndefined();
      }),
    );
  });

  test('shows by an ellipsis that whole spans have no room', () => {
    expect(textOf([fitLine([span('one'), span('two')], 3)])).toBe('on…');
    expect(textOf([fitLine([span('one'), span('')], 3)])).toBe('one');
    expect(textOf([fitLine(line('one'), 5)])).toBe('one  ');
  });
});
