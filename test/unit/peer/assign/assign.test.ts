import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  assignLeaves,
  clearlyApart,
  doubled,
  farEnd,
  levelFinish,
  pageRuns,
  planShares,
  publishedWeights,
  recut,
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
    const holders = [{ has: everything }, { has: everything }, { has: everything }];
    const shares = planShares(aBook(300, 100_000), allLeaves(aBook(300, 100_000)), holders);
    expect(shares.map(({ percent }) => percent)).toEqual([58.33, 25, 16.67]);
    expect(shares.map(({ pages }) => pages)).toEqual([
      [{ first: 0, end: 175 }],
      [{ first: 175, end: 250 }],
      [{ first: 250, end: 300 }],
    ]);
  });
});

describe('planShares, when some have begun', () => {
  const scan = aLayout([['page', 262_144 * 120]]);
  const plan = (...begun: number[][]) =>
    planShares(
      scan,
      allLeaves(scan),
      begun.map((leaves) => ({ has: everything, begun: leaves })),
    ).map(({ leaves }) => leaves);

  test('is the same plan when what they have begun lies in their shares', () => {
    expect(plan([0, 1, 2], [70, 71], [])).toEqual(plan([], [], []));
  });

  test('gives everybody his share in bytes, whatever of it was begun where', () => {
    const [first = [], second = [], third = []] = plan([70, 71, 72], [0, 1, 2, 3], []);
    expect([first.length, second.length, third.length]).toEqual([70, 30, 20]);
    expect(first).toEqual(expect.arrayContaining([70, 71, 72]));
    expect(second).toEqual(expect.arrayContaining([0, 1, 2, 3]));
    expect([...first, ...second, ...third].sort((a, b) => a - b)).toEqual(allLeaves(scan));
  });

  test('gives no more to one who has begun more than his share', () => {
    const begun = allLeaves(scan).slice(0, 50);
    const [first = [], second = [], third = []] = plan([], [], begun);
    expect(third).toEqual(begun);
    expect([...first, ...second, ...third].sort((a, b) => a - b)).toEqual(allLeaves(scan));
  });

  test('has nothing to give when all is begun', () => {
    expect(plan(allLeaves(scan), [], [])).toEqual([allLeaves(scan), [], []]);
  });
});

const worker = (rate: number, remaining: number, { busyMs = 1000, latencyMs = 10 } = {}) => ({
  rate,
  remaining,
  busyMs,
  latencyMs,
});

describe('levelFinish', () => {
  test('is when all are done together, each from its first answer on', () => {
    const level = levelFinish(1000, [
      { rate: 3, latencyMs: 0 },
      { rate: 1, latencyMs: 40 },
    ]);
    expect(level.finishMs).toBe(260);
    expect(level.bytes).toEqual([780, 220]);
  });

  test('leaves out a holder that answers after the others are done', () => {
    const level = levelFinish(1000, [
      { rate: 1, latencyMs: 400 },
      { rate: 10, latencyMs: 1 },
    ]);
    expect(level).toEqual({ finishMs: 101, bytes: [0, 1000] });
  });

  test('never ends where no rate is known', () => {
    expect(levelFinish(10, [{ rate: 0, latencyMs: 1 }])).toEqual({
      finishMs: Number.POSITIVE_INFINITY,
      bytes: [0],
    });
  });

  test('shares out all the bytes, and nobody could be left out to end sooner', () => {
    const estimate = fc.record({
      rate: fc.integer({ min: 1, max: 10_000 }),
      latencyMs: fc.integer({ min: 0, max: 500 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.array(estimate, { minLength: 1, maxLength: 8 }),
        (bytes, all) => {
          const level = levelFinish(bytes, all);
          expect(level.bytes.reduce((sum, share) => sum + share, 0) / bytes).toBeCloseTo(1, 6);
          for (const left of all.keys()) {
            const others = all.filter((_, place) => place !== left);
            expect(levelFinish(bytes, others).finishMs).toBeGreaterThanOrEqual(level.finishMs - 1e-6);
          }
        },
      ),
    );
  });
});

describe('clearlyApart', () => {
  test('lets the plan stand while holders are about as quick', () => {
    expect(clearlyApart([worker(1300, 0), worker(1000, 1e7)])).toBe(false);
    expect(clearlyApart([worker(1900, 1e6), worker(1000, 1e7)])).toBe(false);
  });

  test('is when one that has run dry is half as quick again as another', () => {
    expect(clearlyApart([worker(1600, 0), worker(1000, 1e7)])).toBe(true);
  });

  test('is when one at work is twice as quick as another', () => {
    expect(clearlyApart([worker(2100, 1e6), worker(1000, 1e7)])).toBe(true);
  });

  test('is not what was remembered of one that has nothing to do', () => {
    const remembered = { ...worker(9000, 0), remembered: true };
    expect(clearlyApart([remembered, worker(1000, 1e7)])).toBe(false);
  });

  test('does not believe a rate that was measured for a moment only, nor one of which nothing is known', () => {
    expect(clearlyApart([worker(3000, 0), worker(500, 5_000_000, { busyMs: 300 })])).toBe(false);
    expect(clearlyApart([worker(3000, 0), worker(0, 5_000_000, { busyMs: 0 })])).toBe(false);
  });
});

describe('recut', () => {
  test('moves what one has too much to those who have too little', () => {
    const slow = worker(1000, 9_000_000);
    const [quick, dry] = [worker(2000, 2_000_000), worker(1000, 0, { latencyMs: 0 })];
    expect(recut([slow, quick, dry])).toEqual([
      { from: slow, to: quick, bytes: 3_500_000 },
      { from: slow, to: dry, bytes: 2_750_000 },
    ]);
  });

  test('gives one that has run dry the far half of a run of its own rate', () => {
    const [last, dry] = [worker(1000, 8_000_000), worker(1000, 0, { latencyMs: 0 })];
    expect(recut([last, dry])).toEqual([{ from: last, to: dry, bytes: 4_000_000 }]);
  });

  test('does not move what saves next to nothing', () => {
    expect(recut([worker(3000, 0), worker(1000, 60_000)])).toEqual([]);
    expect(recut([worker(1000, 10_000_000), worker(1000, 10_100_000)])).toEqual([]);
  });

  test('leaves one alone of which nothing is known', () => {
    expect(recut([worker(3000, 0), worker(0, 10_000_000)])).toEqual([]);
  });

  test('gives one of whom a rate is remembered its share at once', () => {
    const slow = worker(1000, 8_000_000);
    const known = { ...worker(3000, 0, { latencyMs: 0 }), remembered: true };
    expect(recut([slow, known])).toEqual([{ from: slow, to: known, bytes: 6_000_000 }]);
  });

  test('gives a newcomer a try when there is long to go', () => {
    const [slow, newcomer] = [worker(500, 5_000_000), worker(0, 0)];
    expect(recut([slow, newcomer])).toEqual([{ from: slow, to: newcomer, bytes: 1_048_576 }]);
    expect(recut([worker(500, 100_000), newcomer])).toEqual([]);
  });

  test('gives nobody more than makes all finish together', () => {
    const anyone = fc.record({
      rate: fc.integer({ min: 1, max: 10_000 }),
      remaining: fc.integer({ min: 0, max: 50_000_000 }),
      latencyMs: fc.integer({ min: 0, max: 300 }),
      busyMs: fc.constant(2000),
    });
    fc.assert(
      fc.property(fc.array(anyone, { minLength: 1, maxLength: 8 }), (workers) => {
        const load = new Map(workers.map((each) => [each, each.remaining]));
        for (const { from, to, bytes } of recut(workers)) {
          load.set(from, (load.get(from) ?? 0) - bytes);
          load.set(to, (load.get(to) ?? 0) + bytes);
        }
        const endMs = (each: (typeof workers)[number], bytes: number): number =>
          bytes / each.rate + (each.remaining === 0 && bytes > 0 ? each.latencyMs : 0);
        const before = Math.max(...workers.map((each) => endMs(each, each.remaining)));
        const after = Math.max(...workers.map((each) => endMs(each, load.get(each) ?? 0)));
        expect(after).toBeLessThanOrEqual(before + 1e-6);
        expect(Math.min(...load.values())).toBeGreaterThanOrEqual(-1e-6);
      }),
    );
  });
});

describe('doubled', () => {
  const owed = [1, 2, 3, 4].map((leaf) => ({ leaf, bytes: 100_000, missing: 100_000 }));

  test('asks for the last leaves until holder and helper would meet', () => {
    expect(doubled(owed, 1000, { rate: 1000, latencyMs: 10 }, 1e9)).toEqual([4, 3]);
    expect(doubled(owed, 1000, { rate: 10_000, latencyMs: 10 }, 1e9)).toEqual([4, 3, 2, 1]);
  });

  test('asks for no more than the helper takes at a time, but for one', () => {
    expect(doubled(owed, 100, { rate: 1000, latencyMs: 10 }, 200_000)).toEqual([4, 3]);
    expect(doubled(owed, 100, { rate: 1000, latencyMs: 10 }, 1)).toEqual([4]);
  });

  test('asks for nothing that would hardly come sooner', () => {
    expect(doubled(owed.slice(0, 1), 1000, { rate: 1000, latencyMs: 10 }, 1e9)).toEqual([]);
    expect(doubled(owed, 1000, { rate: 0, latencyMs: 10 }, 1e9)).toEqual([]);
  });

  test('asks for all of one from whom nothing comes', () => {
    expect(doubled(owed, 0, { rate: 1000, latencyMs: 10 }, 1e9)).toEqual([4, 3, 2, 1]);
  });
});

describe('farEnd', () => {
  test('takes leaves from the end up to so many bytes, and at least one', () => {
    expect(farEnd([4, 5, 6, 7], 250, () => 100)).toEqual([6, 7]);
    expect(farEnd([4, 5], 1, () => 100)).toEqual([5]);
    expect(farEnd([], 100, () => 100)).toEqual([]);
  });
});
