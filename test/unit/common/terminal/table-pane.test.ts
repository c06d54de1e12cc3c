import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messagesIn } from '../../../../common/messages/messages.ts';
import { TablePane } from '../../../../common/terminal/table-pane.ts';
import { aHost, keysOf, textOf } from '../../../support/a-host.ts';
import { anySize, anyText, wrongWith } from '../../../support/any-text.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly pages: number;
}

const SIZE = { columns: 30, rows: 8 };
const NAMES = ['Zebra', 'Álgebra', 'Musik', 'algorithm'];

function aTable(names: readonly string[] = NAMES) {
  const opened: string[] = [];
  const formatted: string[] = [];
  const host = aHost();
  const table = new TablePane<Row>({
    columns: [
      {
        title: 'Name',
        min: 10,
        grow: true,
        priority: 1,
        cell: (row) => {
          formatted.push(row.name);
          return row.name;
        },
      },
      { title: 'Pages', min: 6, align: 'right', priority: 2, cell: (row) => String(row.pages) },
    ],
    key: (row) => row.id,
    text: (row) => row.name,
    sorts: [
      { title: 'Name', compare: (a, b) => a.name.localeCompare(b.name) },
      { title: 'Pages', compare: (a, b) => a.pages - b.pages },
    ],
    empty: 'Nothing here.',
    messages: messagesIn('en'),
    host,
    onOpen: (row) => void opened.push(row.name),
  });
  table.setRows(names.map((name, at) => ({ id: String(at), name, pages: (at * 7) % 5 })));
  const filter = (text: string) => {
    table.act('table-filter');
    for (const key of keysOf(text)) table.type(key);
  };
  const names_ = () => {
    table.view({ columns: 30, rows: 40 });
    return table.list.rows.map(({ name }) => name);
  };
  return { table, host, opened, formatted, filter, names: names_ };
}

describe('TablePane', () => {
  test('is exactly as large as it was asked to be, with any rows, filter and size', () => {
    fc.assert(
      fc.property(fc.array(anyText), anyText, fc.boolean(), anySize, (names, filter, open, size) => {
        const { table } = aTable(names);
        table.act('table-filter');
        table.paste(filter);
        if (!open) table.act('editor-accept');
        expect(wrongWith(table.view(size), size)).toBeUndefined();
      }),
    );
  });

  test('puts rows in order, and in the other direction', () => {
    const { table, names } = aTable();
    expect(names()).toEqual(['Álgebra', 'algorithm', 'Musik', 'Zebra']);
    table.act('table-reverse');
    expect(names()).toEqual(['Zebra', 'Musik', 'algorithm', 'Álgebra']);
    table.act('table-sort');
    expect(names()).toEqual(['Zebra', 'algorithm', 'Álgebra', 'Musik']);
    expect(table.note).toBe('1/4 · by Pages');
  });

  test('filters as one types, by all words, whatever the accents', () => {
    const { table, filter, names } = aTable();
    filter('alg');
    expect(table.editing).toBe(true);
    expect(table.contexts()).toEqual(['editor']);
    expect(names()).toEqual(['Álgebra', 'algorithm']);
    expect(textOf(table.view(SIZE))).toContain('/alg');
    expect(textOf(table.view(SIZE))).toContain('2 of 4');
    table.act('editor-accept');
    table.act('table-next-match');
    expect(table.cursor?.name).toBe('algorithm');
    table.act('table-next-match');
    expect(table.cursor?.name).toBe('Álgebra');
    table.act('table-previous-match');
    expect(table.cursor?.name).toBe('algorithm');
    expect(table.act('table-clear')).toBe(true);
    expect(names()).toHaveLength(4);
    expect(table.cursor?.name).toBe('algorithm');
    expect(table.act('table-clear')).toBe(false);
  });

  test('says that there is nothing, and that nothing matches', () => {
    expect(textOf(aTable([]).table.view(SIZE))).toContain('Nothing here.');
    const { table, filter } = aTable();
    filter('xyz');
    expect(textOf(table.view({ columns: 60, rows: 8 }))).toContain('Nothing matches');
    table.act('editor-cancel');
    expect(textOf(table.view(SIZE))).toContain('Zebra');
  });

  test('opens by Enter and by a double click, sorts by a click on a title', () => {
    const { table, opened } = aTable();
    table.view(SIZE);
    table.act('table-open');
    table.mouse({ type: 'press', column: 5, row: 3 });
    expect(table.cursor?.name).toBe('Musik');
    table.mouse({ type: 'double', column: 5, row: 3 });
    expect(opened).toEqual(['Álgebra', 'Musik']);
    table.mouse({ type: 'press', column: 25, row: 0 });
    expect(table.note).toContain('by Pages');
    expect(table.mouse({ type: 'press', column: 1, row: 6 })).toBe(false);
  });

  test('acts on the marked rows, else on the one under the cursor', () => {
    const { table } = aTable();
    table.view(SIZE);
    expect(table.chosen.map(({ name }) => name)).toEqual(['Álgebra']);
    table.act('list-down');
    table.act('list-mark');
    table.act('list-mark');
    expect(table.chosen.map(({ name }) => name)).toEqual(['algorithm', 'Musik']);
    expect(table.note).toContain('2 marked');
    table.act('table-clear');
    expect(table.chosen.map(({ name }) => name)).toEqual(['Zebra']);
  });

  test('formats no more rows than are seen', () => {
    const { table, formatted } = aTable(Array.from({ length: 10_000 }, (_, at) => `name ${at}`));
    table.view(SIZE);
    expect(formatted).toHaveLength(SIZE.rows - 1);
  });

  test('puts rows in order again without starting over', () => {
    let compared = 0;
    const table = new TablePane<Row>({
      columns: [{ title: 'Name', min: 10, priority: 1, cell: (row) => row.name }],
      key: (row) => row.id,
      sorts: [
        {
          title: 'Name',
          compare: (a, b) => {
            compared++;
            return a.pages - b.pages;
          },
        },
      ],
      messages: messagesIn('en'),
      host: aHost(),
    });
    const rows = Array.from({ length: 10_000 }, (_, at) => ({
      id: String(at),
      name: `name ${at}`,
      pages: (at * 7919) % 10_007,
    }));
    table.setRows(rows);
    table.view(SIZE);
    compared = 0;
    table.setRows(rows.map((row) => (row.id === '5' ? { ...row, pages: 0 } : row)));
    table.view(SIZE);
    expect(compared).toBeLessThan(25_000);
    expect(table.list.rows.map(({ pages }) => pages)).toEqual(
      table.list.rows.map(({ pages }) => pages).toSorted((a, b) => a - b),
    );
  });
});
