import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { barChart, beside, boxed, insideOf, progressBar } from '../../../../common/terminal/box.ts';
import { ASCII } from '../../../../common/terminal/glyphs.ts';
import { line } from '../../../../common/terminal/line.ts';
import { textOf } from '../../../support/a-host.ts';
import { anySize, anyText, wrongWith } from '../../../support/any-text.ts';

describe('boxed', () => {
  test('is exactly as large as it was asked to be, with any content, title and note', () => {
    fc.assert(
      fc.property(
        fc.array(anyText, { maxLength: 8 }),
        anyText,
        anyText,
        anySize,
        (texts, title, note, size) => {
          const lines = boxed(
            texts.map((text) => line(text)),
            size,
            { title, note },
          );
          expect(wrongWith(lines, size)).toBeUndefined();
        },
      ),
    );
  });

  test('draws its border in ASCII on request, with the title before the note', () => {
    const options = { title: 'Files', note: '1/2', glyphs: ASCII };
    expect(textOf(boxed([line('a')], { columns: 20, rows: 3 }, options))).toBe(
      ['+ Files ------ 1/2 +', '|a                 |', '+------------------+'].join('\n'),
    );
    expect(textOf(boxed([], { columns: 10, rows: 2 }, options))).toBe('          \n          ');
    expect(textOf(boxed([], { columns: 11, rows: 3 }, options))).toContain('+ Files --+');
  });

  test('has no border where there is no room for one', () => {
    expect(textOf(boxed([line('ab')], { columns: 2, rows: 5 })).startsWith('ab')).toBe(true);
    expect(insideOf({ columns: 2, rows: 5 })).toEqual({ columns: 2, rows: 5 });
    expect(insideOf({ columns: 10, rows: 5 })).toEqual({ columns: 8, rows: 3 });
  });
});

describe('beside', () => {
  test('puts parts together', () => {
    const parts = [
      { lines: [line('a'), line('b')], columns: 2 },
      { lines: [line('c')], columns: 3 },
    ];
    expect(textOf(beside(parts, 2))).toBe('a c  \nb    ');
  });
});

describe('barChart', () => {
  test('is exactly as large as it was asked to be, for any values', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 300 }), anySize, (values, size) => {
        expect(wrongWith(barChart(values, size), size)).toBeUndefined();
      }),
    );
  });

  test('shows the highest of neighbours where there is no room for all, and every value above 0', () => {
    expect(textOf(barChart([0, 4, 8], { columns: 3, rows: 2 }))).toBe('  █\n ██');
    expect(textOf(barChart([1, 1000], { columns: 2, rows: 1 }))).toBe('▁█');
    expect(textOf(barChart([0, 0, 8, 0], { columns: 2, rows: 1 }))).toBe(' █');
    expect(textOf(barChart([1, 8], { columns: 4, rows: 1 }, ASCII))).toBe('.#  ');
  });
});

describe('progressBar', () => {
  test('is full only when all is done', () => {
    expect(textOf([progressBar(0.99, 4, ASCII)])).toBe('###.');
    expect(textOf([progressBar(1, 4, ASCII)])).toBe('####');
    expect(textOf([progressBar(2, 4, ASCII)])).toBe('####');
  });
});
