import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Column, layoutColumns } from '../../../../common/terminal/columns.ts';
import { ASCII } from '../../../../common/terminal/glyphs.ts';
import { span } from '../../../../common/terminal/line.ts';
import { textOf } from '../../../support/a-host.ts';
import { anyText, wrongWith } from '../../../support/any-text.ts';

interface Row {
  readonly name: string;
  readonly pages: number;
  readonly state: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'Name', min: 8, grow: true, priority: 1, cell: (row) => row.name },
  { title: 'Pages', min: 5, align: 'right', priority: 3, cell: (row) => String(row.pages) },
  { title: 'State', min: 6, max: 10, priority: 2, cell: (row) => span(row.state, 'good') },
];
const AT_REST = { cursor: false, marked: false, focused: true };
const ROW: Row = { name: 'Introdução à Álgebra', pages: 300, state: 'serving' };

describe('layoutColumns', () => {
  test('gives lines of exactly the width, for any texts and widths', () => {
    fc.assert(
      fc.property(
        anyText,
        anyText,
        fc.integer({ min: 1, max: 120 }),
        fc.boolean(),
        (name, state, width, on) => {
          const fitted = layoutColumns(COLUMNS, width);
          const row = fitted.line({ name, pages: 1, state }, { cursor: on, marked: on, focused: on });
          const lines = [row, fitted.header({ title: 'Name', descending: on })];
          expect(wrongWith(lines, { columns: width, rows: 2 })).toBeUndefined();
        },
      ),
    );
  });

  test('lets columns grow to what they can use', () => {
    const fitted = layoutColumns(COLUMNS, 40);
    expect(textOf([fitted.header(), fitted.line(ROW, AT_REST)])).toBe(
      ['  Name                  Pages State     ', '  Introdução à Álgebra    300 serving   '].join('\n'),
    );
  });

  test('drops columns of the highest priority number first, and never the last one', () => {
    const titles = (width: number) => layoutColumns(COLUMNS, width).shown.map(({ title }) => title);
    expect(titles(23)).toEqual(['Name', 'Pages', 'State']);
    expect(titles(22)).toEqual(['Name', 'State']);
    expect(titles(16)).toEqual(['Name']);
    expect(titles(1)).toEqual(['Name']);
  });

  test('shows the cursor and marks by signs, not by colour alone', () => {
    const fitted = layoutColumns(COLUMNS, 20, ASCII);
    const line = fitted.line(ROW, { cursor: true, marked: true, focused: false });
    expect(textOf([line])).toMatch(/^>\*Introd/);
    expect(line.every(({ style }) => style === 'cursor-idle')).toBe(true);
    expect(fitted.line(ROW, { ...AT_REST, marked: true }).map(({ style }) => style)).toContain('good');
  });

  test('shows which column is in order, and tells which one a click meant', () => {
    const fitted = layoutColumns(COLUMNS, 40);
    expect(textOf([fitted.header({ title: 'Pages', descending: true })])).toContain(' ↓Page ');
    expect(textOf([fitted.header({ title: 'Name', descending: false })])).toContain('Name↑');
    expect([0, 2, 22, 23, 24, 28, 30].map(fitted.titleAt)).toEqual([
      undefined,
      'Name',
      'Name',
      undefined,
      'Pages',
      'Pages',
      'State',
    ]);
  });
});
