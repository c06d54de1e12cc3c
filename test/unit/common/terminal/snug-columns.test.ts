import { describe, expect, test } from '@jest/globals';
import { type Column, layoutColumns } from '../../../../common/terminal/columns.ts';
import { span } from '../../../../common/terminal/line.ts';
import { SnugColumns } from '../../../../common/terminal/snug-columns.ts';

interface Row {
  readonly name: string;
  readonly state: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'Name', min: 10, grow: true, priority: 1, cell: ({ name }) => name },
  { title: 'State', min: 3, max: 12, snug: true, priority: 2, cell: ({ state }) => span(state) },
];
const SERVING = { name: 'a.pdf', state: 'serving' };
const FETCHING = { name: 'b.pdf', state: 'fetching 41 %' };

function widthOfState(columns: SnugColumns<Row>): number | undefined {
  return columns.fitted[1]?.min;
}

describe('SnugColumns', () => {
  test('makes a column as wide as its widest cell and its title, up to its greatest width', () => {
    const columns = new SnugColumns(COLUMNS);
    expect(columns.look([], undefined, 0)).toBe(true);
    expect(widthOfState(columns)).toBe('State'.length);
    columns.look([SERVING], undefined, 0);
    expect(widthOfState(columns)).toBe('serving'.length);
    columns.look([SERVING, FETCHING], undefined, 0);
    expect(widthOfState(columns)).toBe(12);
    expect(columns.fitted[0]).toBe(COLUMNS[0]);
  });

  test('leaves room for the arrow of the order', () => {
    const columns = new SnugColumns(COLUMNS);
    columns.look([], 'State', 0);
    expect(widthOfState(columns)).toBe('State'.length + 1);
  });

  test('gets narrower only when nothing has been as wide for some seconds', () => {
    const columns = new SnugColumns(COLUMNS);
    columns.look([FETCHING], undefined, 0);
    expect(columns.look([SERVING], undefined, 1_000)).toBe(false);
    expect(columns.look([FETCHING], undefined, 7_000)).toBe(false);
    expect(columns.look([SERVING], undefined, 14_000)).toBe(false);
    expect(widthOfState(columns)).toBe(12);
    expect(columns.look([SERVING], undefined, 16_000)).toBe(true);
    expect(widthOfState(columns)).toBe('serving'.length);
  });

  test('gives the name what the others do not need', () => {
    const columns = new SnugColumns(COLUMNS);
    columns.look([SERVING], undefined, 0);
    const row = { name: 'a-long-name-of-a-file.pdf', state: 'serving' };
    const line = layoutColumns(columns.fitted, 35).line(row, { cursor: false, marked: false, focused: true });
    expect(line.map(({ text }) => text).join('')).toBe('  a-long-name-of-a-file.pdf serving');
  });
});
