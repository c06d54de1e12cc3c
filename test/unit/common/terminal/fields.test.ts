import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { columnsOfNames, fieldLines } from '../../../../common/terminal/fields.ts';
import { fitLines } from '../../../../common/terminal/line.ts';
import { textOf } from '../../../support/a-host.ts';
import { anyText, wrongWith } from '../../../support/any-text.ts';

describe('fieldLines', () => {
  test('puts names beside values, and leaves out what is empty', () => {
    const layout = { columns: 14, nameColumns: columnsOfNames(['name', 'title']), mostLines: 2 };
    const fields = [
      ['name', 'one two three four five'],
      ['title', ''],
    ] as const;
    expect(textOf(fieldLines(fields, layout)).trimEnd()).toBe('name  one two\n      three …');
  });

  test('fills any width, whatever the values are', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 80 }), (text, columns) => {
        const lines = fieldLines([['name', text]], { columns, nameColumns: 14, mostLines: 6 });
        const size = { columns, rows: lines.length };
        expect(wrongWith(fitLines(lines, size), size)).toBeUndefined();
        expect(lines.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});
