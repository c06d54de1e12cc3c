import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { List } from '../../../../common/terminal/list.ts';

const aList = (count: number) => {
  const list = new List<string>({ key: (row) => row });
  list.setRows(Array.from({ length: count }, (_, at) => `row ${at}`));
  return list;
};
const ACTIONS = [
  'list-down',
  'list-up',
  'list-top',
  'list-bottom',
  'list-half-down',
  'list-half-up',
  'list-page-down',
  'list-page-up',
  'list-mark',
];

describe('List', () => {
  test('always has the cursor in its window, whatever is done to it', () => {
    const step = fc.oneof(
      fc.constantFrom(...ACTIONS).map((action) => (list: List<string>) => void list.act(action)),
      fc
        .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 60 })
        .map((rows) => (list: List<string>) => list.setRows(rows.map((row) => `row ${row}`))),
      fc
        .record({
          type: fc.constantFrom('press', 'wheel-up', 'wheel-down'),
          row: fc.integer({ min: -1, max: 30 }),
        })
        .map((press) => (list: List<string>) => void list.mouse({ ...press, column: 0 })),
      fc.integer({ min: 0, max: 30 }).map((height) => (list: List<string>) => void list.window(height)),
    );
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 1, max: 20 }), (steps, height) => {
        const list = aList(30);
        for (const one of steps) one(list);
        const seen = list.window(height);
        expect(seen.length).toBe(Math.min(height, list.rows.length));
        if (list.rows.length > 0) expect(seen.filter(({ cursor }) => cursor)).toHaveLength(1);
        expect(seen.map(({ row }) => row)).toEqual(seen.map(({ index }) => list.rows[index]));
      }),
    );
  });

  test('moves by rows, halves of the window, and pages, and stops at the ends', () => {
    const list = aList(100);
    list.window(10);
    const after = (action: string) => {
      list.act(action);
      return list.index;
    };
    expect(ACTIONS.slice(0, 8).map(after)).toEqual([1, 0, 0, 99, 99, 94, 99, 90]);
    expect(list.act('list-sideways')).toBe(false);
    expect(list.position).toBe('91/100');
  });

  test('keeps cursor and marks on their rows when others come and go', () => {
    const list = aList(5);
    list.act('list-mark');
    list.act('list-down');
    expect(list.cursor).toBe('row 2');
    list.setRows(['new', 'row 0', 'row 2', 'row 4']);
    expect(list.cursor).toBe('row 2');
    expect(list.marked).toEqual(['row 0']);
    expect(list.chosen).toEqual(['row 0']);
    list.setRows(['new', 'row 4']);
    expect(list.cursor).toBe('row 4');
    expect(list.chosen).toEqual(['row 4']);
    list.setRows([]);
    expect(list.chosen).toEqual([]);
    expect(list.position).toBe('0/0');
  });

  test('stays on the first row until somebody moves the cursor', () => {
    const list = aList(2);
    list.setRows(['new', 'row 0']);
    expect(list.cursor).toBe('new');
  });

  test('keeps the row under the cursor at its place on the screen when rows come before it', () => {
    const list = aList(50);
    list.window(10);
    list.moveTo(20);
    const before = list.window(10).findIndex(({ cursor }) => cursor);
    list.setRows(['a', 'b', 'c', ...list.rows]);
    expect(list.window(10).findIndex(({ cursor }) => cursor)).toBe(before);
  });

  test('is chosen from and scrolled by the mouse', () => {
    const list = aList(50);
    list.window(10);
    expect(list.mouse({ type: 'press', column: 3, row: 4 })).toBe(true);
    expect(list.cursor).toBe('row 4');
    list.mouse({ type: 'wheel-down', column: 0, row: 0 });
    list.mouse({ type: 'wheel-down', column: 0, row: 0 });
    expect(list.window(10)[0]?.index).toBe(6);
    expect(list.cursor).toBe('row 6');
    expect(list.mouse({ type: 'press', column: 3, row: 10 })).toBe(false);
  });
});
