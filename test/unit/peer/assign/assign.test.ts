import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  assignLeaves,
  chooseTakeOver,
  farEnd,
  pageRuns,
  planShares,
  publishedWeights,
} from '../../../../peer/assign/assign.ts';
import { aBook, aLayout, allLeaves } from '../../../support/a-layout.ts';

const everything = () => true;

describe('publishedWeights', () => {
  test.each([
    [1, [100]],
    [2, [75, 25]],
    [3, [58.33, 25, 16.67]],
    [4, [46.88, 21.88, 18.75, 12.5]],
  ])('of %d holders are %p %%', (count, percent) => {
    expect(publishedWeights(count).map((share) => Math.round(share * 10_000) / 100)).toEqual(percent);
  });

  test('add up to one and never grow with the rank', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
        const shares = publishedWeights(count);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(shares).toEqual([...shares].sort((a, b) => b - a));
      }),
    );
  });
});

describe('assignLeaves', () => {
  test('tiles the document: every wanted leaf is in one run', () => {
    const plan = fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 1, maxLength: 30 });
    const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(plan, weights, (sizes, scales) => {
        const layout = aLayout(sizes.map((bytes) => ['page', bytes]));
        const runs = assignLeaves(
          layout,
          allLeaves(layout),
          scales.map((weight) => ({ weight, has: everything })),
        );
        expect(runs.flat()).toEqual(allLeaves(layout));
      }),
      { numRuns: 40 },
    );
  });

  test('cuts at part borders, within one part of the share', () => {
    const book = aBook(100, 90_000);
    const [first = [], second = []] = assignLeaves(book, allLeaves(book), [
      { weight: 3, has: everything },
      { weight: 1, has: everything },
    ]);
    const bytes = first.reduce((sum, leaf) => sum + (book.leaves[leaf]?.bytes ?? 0), 0);
    expect(Math.abs(bytes - 0.75 * book.size)).toBeLessThanOrEqual(45_000);
    expect(book.leaves[first.at(-1) ?? 0]?.part).not.toBe(book.leaves[second[0] ?? 0]?.part);
  });

  test('cuts a large part at a leaf border', () => {
    const layout = aLayout([['page', 262_144 * 40]]);
    const runs = assignLeaves(layout, allLeaves(layout), [
      { weight: 3, has: everything },
      { weight: 1, has: everything },
    ]);
    expect(runs.map((run) => run.length)).toEqual([30, 10]);
  });

  test('gives a leaf to one who has it, and one that nobody has to nobody', () => {
    const layout = aLayout([
      ['page', 1000],
      ['page', 1000],
      ['page', 1000],
      ['page', 1000],
    ]);
    const runs = assignLeaves(layout, allLeaves(layout), [
      { weight: 1, has: (leaf) => leaf === 3 },
      { weight: 1, has: (leaf) => leaf === 0 || leaf === 3 },
    ]);
    expect(runs).toEqual([[], [0, 3]]);
  });

  test('only deals in what is wanted', () => {
    const book = aBook(10, 1000);
    const runs = assignLeaves(
      book,
      [2, 5, 9],
      [
        { weight: 1, has: everything },
        { weight: 1, has: everything },
      ],
    );
    expect(runs.flat()).toEqual([2, 5, 9]);
  });
});

describe('pageRuns', () => {
  test('names the pages of each run; a page without bytes of its own goes with the one before', () => {
    const layout = aLayout([
      ['core', 100],
      ['page', 10],
      ['page', 0],
      ['page', 10],
      ['page', 10],
      ['rest', 5],
    ]);
    expect(
      pageRuns(layout, [
        [0, 1],
        [2, 3, 4],
      ]),
    ).toEqual([[{ first: 0, end: 2 }], [{ first: 2, end: 4 }]]);
  });
});

describe('planShares', () => {
  test('plans 58.33, 25 and 16.67 % for three holders, in one contiguous run of pages each', () => {
    const shares = planShares(aBook(300, 100_000), allLeaves(aBook(300, 100_000)), [
      everything,
      everything,
      everything,
    ]);
    expect(shares.map(({ percent }) => percent)).toEqual([58.33, 25, 16.67]);
    expect(shares.map(({ pages }) => pages)).toEqual([
      [{ first: 0, end: 175 }],
      [{ first: 175, end: 250 }],
      [{ first: 250, end: 300 }],
    ]);
  });
});

describe('chooseTakeOver', () => {
  const worker = (rate: number, remaining: number, busyMs = 1000) => ({
    rate,
    remaining,
    busyMs,
    latencyMs: 10,
  });

  test('leaves holders alone that are about as quick', () => {
    expect(chooseTakeOver(worker(1300, 0), [worker(1000, 10_000_000)])).toBeUndefined();
  });

  test('takes from the one that would finish last', () => {
    const slow = worker(500, 5_000_000);
    expect(chooseTakeOver(worker(3000, 0), [worker(1000, 2_000_000), slow])).toBe(slow);
  });

  test('does not take what saves next to nothing', () => {
    expect(chooseTakeOver(worker(3000, 0), [worker(1000, 100_000)])).toBeUndefined();
  });

  test('does not disturb one of which nothing is known', () => {
    expect(chooseTakeOver(worker(3000, 0), [worker(0, 10_000_000)])).toBeUndefined();
  });

  test('does not believe a rate that was measured for a moment only', () => {
    expect(chooseTakeOver(worker(3000, 0), [worker(500, 5_000_000, 300)])).toBeUndefined();
  });

  test('gives a newcomer a try when there is long to go', () => {
    const slow = worker(500, 5_000_000);
    expect(chooseTakeOver(worker(0, 0), [slow])).toBe(slow);
    expect(chooseTakeOver(worker(0, 0), [worker(500, 100_000)])).toBeUndefined();
  });
});

describe('farEnd', () => {
  test('takes leaves from the end up to so many bytes, and at least one', () => {
    expect(farEnd([4, 5, 6, 7], 250, () => 100)).toEqual([6, 7]);
    expect(farEnd([4, 5], 1, () => 100)).toEqual([5]);
    expect(farEnd([], 100, () => 100)).toEqual([]);
  });
});
