import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { line, lineWidth } from '../../../../common/terminal/line.ts';
import { wrapLine } from '../../../../common/terminal/wrap-text.ts';
import { textOf } from '../../../support/a-host.ts';

describe('wrapLine', () => {
  test('breaks at blanks, and a word only where it is longer than a line', () => {
    expect(textOf(wrapLine(line('one two threeandmore'), 8))).toBe('one two \nthreeand\nmore');
    expect(textOf(wrapLine(line('one two'), 7))).toBe('one two');
  });

  test('loses nothing but the blanks where it breaks', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), (text, columns) => {
        const wrapped = wrapLine(line(text), columns);
        expect(textOf(wrapped).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        expect(wrapped.filter((one) => lineWidth(one) > columns)).toEqual([]);
      }),
    );
  });
});
