import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messagesIn } from '../../../../../common/messages/messages.ts';
import { ASCII, UNICODE } from '../../../../../common/terminal/glyphs.ts';
import type { PageHeat } from '../../../../../peer/operations/operations.ts';
import { describePage, heatMap } from '../../../../../peer/tui/details/heat-map.ts';
import { textOf } from '../../../../support/a-host.ts';

const messages = messagesIn('en');
const look = { glyphs: UNICODE, messages, page: 99_999, wanted: true };

/** A map of as many pages as `held` has: `[held, arriving, availability]` each. */
function aHeat(pages: readonly (readonly [number, number, number])[]): PageHeat {
  return {
    unit: 'page',
    estimated: false,
    pages: pages.length,
    held: pages.map(([held]) => held),
    arriving: pages.map(([, arriving]) => arriving),
    availability: pages.map(([, , availability]) => availability),
    holders: ['10.0.0.2:6881', '10.0.0.3:6881'],
  };
}

const some = aHeat([
  [100, -1, 3],
  [40, -1, 12],
  [0, 1, 2],
  [0, -1, 1],
  [0, -1, 0],
]);

describe('heatMap', () => {
  test('has a sign for every state, and how many others have a page below it', () => {
    const text = textOf(heatMap(some, { columns: 60, rows: 20 }, look).lines);
    expect(text.split('\n').slice(0, 2)).toEqual(['1 █▓B░·', '  3+210']);
    expect(text).toContain('█ verified  ▓ in part  ░ wanted  · missing');
    expect(text).toContain('arriving from  B 10.0.0.3:6881');
  });

  test('wants nothing when nothing is fetched', () => {
    const text = textOf(heatMap(some, { columns: 60, rows: 20 }, { ...look, wanted: false }).lines);
    expect(text).toContain('1 █▓B··');
  });

  test('says the same in ASCII', () => {
    const text = textOf(heatMap(some, { columns: 60, rows: 20 }, { ...look, glyphs: ASCII }).lines);
    expect(text).toContain('1 #+B-.');
  });

  test('puts a group of pages into a cell where there are many, and the scarcest counts', () => {
    const pages = Array.from({ length: 1000 }, (_, page) => [page < 505 ? 100 : 0, -1, page % 7] as const);
    const { lines, pageAt } = heatMap(aHeat(pages), { columns: 60, rows: 6 }, look);
    const text = textOf(lines);
    expect(text).toContain(' 501 ▓···');
    expect(text).toContain('one cell: 10 pages');
    expect(pageAt(5, 0)).toBe(0);
    expect(pageAt(5 + 30, 1)).toBe(300);
    expect(pageAt(5, 2)).toBe(500);
    expect(pageAt(3, 0)).toBeUndefined();
    expect(pageAt(59, 0)).toBeUndefined();
  });

  test('numbers its rows', () => {
    const pages = Array.from({ length: 150 }, () => [100, -1, 1] as const);
    const text = textOf(heatMap(aHeat(pages), { columns: 60, rows: 20 }, look).lines);
    expect(text).toMatch(/^ {2}1 █{50}\n {4}1{50}\n 51 █{50}\n {4}1{50}\n101 █{50}$/m);
  });

  test('marks the chosen page', () => {
    const { lines } = heatMap(some, { columns: 60, rows: 20 }, { ...look, page: 1 });
    expect(lines[0]?.find(({ style }) => style === 'cursor')?.text).toBe('▓');
  });

  test('says so when there is no map', () => {
    expect(textOf(heatMap(aHeat([]), { columns: 60, rows: 20 }, look).lines)).toBe(
      'There is no map of this document',
    );
  });

  test('fits into any size, and every page is in one cell', () => {
    const page = fc.tuple(fc.nat(100), fc.integer({ min: -1, max: 60 }), fc.nat(20));
    const sizes = fc.record({ columns: fc.integer({ min: 1, max: 90 }), rows: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(page, { minLength: 1, maxLength: 400 }), sizes, (pages, size) => {
        const { lines, pageAt } = heatMap(aHeat(pages), size, look);
        expect(lines.length).toBeLessThanOrEqual(size.rows);
        const cells = Array.from({ length: 200 * size.columns }, (_, at) =>
          pageAt(at % size.columns, 2 * Math.floor(at / size.columns)),
        ).filter((found) => found !== undefined);
        expect(new Set(cells).size).toBe(cells.length);
        expect(cells[0]).toBe(0);
      }),
    );
  });
});

describe('describePage', () => {
  test.each([
    [0, 'Page 1: verified, 3 others have it'],
    [1, 'Page 2: in part, 40 % here, 12 others have it'],
    [2, 'Page 3: arriving from 10.0.0.3:6881, 2 others have it'],
    [3, 'Page 4: wanted, 1 other has it'],
    [4, 'Page 5: missing, nobody else has it'],
  ])('puts page index %i into words', (page, words) => {
    expect(describePage(some, page, look)).toBe(words);
  });
});
