import { describe, expect, test } from '@jest/globals';
import { cellsOf, evenHeat, heatOf } from '../../../../peer/observe/heat.ts';
import { aLayout } from '../../../support/a-layout.ts';

const MB = 1024 * 1024;

/** Core is leaf 0; pages are leaves 1-4 (one of 1 MiB), 5, none, 6; rest is leaf 7. */
const layout = aLayout([
  ['core', 5_000],
  ['page', MB],
  ['page', 100],
  ['page', 0],
  ['page', 200],
  ['rest', 10],
]);
const none = () => false;

describe('heatOf', () => {
  test('says how much of each page is held, who brings the rest, and how many have it', () => {
    const near = { address: 'near', has: () => true, owed: [2, 3, 5] };
    const far = { address: 'far', has: (leaf: number) => leaf >= 5, owed: [6] };
    const heat = heatOf(cellsOf(layout), layout, (leaf) => leaf === 1 || leaf === 5, [near, far]);
    expect(heat).toEqual({
      unit: 'page',
      pages: 4,
      held: [25, 100, 100, 0],
      estimated: false,
      arriving: [0, 0, -1, 1],
      availability: [1, 2, 2, 2],
      holders: ['near', 'far'],
    });
  });

  test('does not call a page whole, or empty, that is almost so', () => {
    const large = aLayout([['page', 300 * 256 * 1024]]);
    expect(heatOf(cellsOf(large), large, (leaf) => leaf > 0, []).held).toEqual([99]);
    expect(heatOf(cellsOf(large), large, (leaf) => leaf === 0, []).held).toEqual([1]);
  });

  test('goes by pieces where there are no pages', () => {
    const pieces = aLayout([
      ['piece', 262_144],
      ['piece', 10],
    ]);
    expect(heatOf(cellsOf(pieces), pieces, (leaf) => leaf === 1, [])).toMatchObject({
      unit: 'piece',
      pages: 2,
      held: [0, 100],
    });
  });

  test('is quick for ten thousand pages', () => {
    const book = aLayout(Array.from({ length: 10_000 }, () => ['page', 10] as const));
    const sources = Array.from({ length: 10 }, (_, place) => ({
      address: `h${place}`,
      has: none,
      owed: [place],
    }));
    const heat = heatOf(cellsOf(book), book, none, sources);
    expect(heat.arriving.slice(0, 11)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1]);
  });
});

describe('evenHeat', () => {
  test('is the same for all', () => {
    const heat = evenHeat('page', 3, { held: 41, estimated: true, availability: 2 });
    expect(heat).toMatchObject({
      pages: 3,
      held: [41, 41, 41],
      arriving: [-1, -1, -1],
      availability: [2, 2, 2],
    });
  });
});
