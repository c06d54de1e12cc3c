import { describe, expect, test } from '@jest/globals';
import { Fetch } from '../../../../peer/fetch/fetch.ts';
import { aBook, aLayout, allLeaves } from '../../../support/a-layout.ts';
import { runVirtualSwarm, type VirtualRun } from '../../../support/virtual-swarm.ts';

const MB = 1_000_000;
/** 30 MB: 300 pages of 100 kB. */
const book = aBook(300, 100_000);
const near = { address: 'near', latencyMs: 2, rate: 5000 };
const middle = { address: 'middle', latencyMs: 20, rate: 5000 };
const far = { address: 'far', latencyMs: 80, rate: 5000 };

function bytesFrom(run: VirtualRun, address: string): number {
  return run.sources.get(address)?.verifiedBytes ?? 0;
}

function expectWhole(run: VirtualRun): void {
  expect(run.finishedAt).toBeDefined();
  expect([...run.stored.keys()].sort((a, b) => a - b)).toEqual(allLeaves(book));
  expect(new Set(run.stored.values())).toEqual(new Set([1]));
}

describe('Fetch', () => {
  test('keeps to the published weights while holders are equally quick', () => {
    const run = runVirtualSwarm(book, [near, middle, far]);
    expectWhole(run);
    expect(run.takeOvers).toEqual([]);
    expect(Math.abs(bytesFrom(run, 'near') - book.size * 0.583333)).toBeLessThanOrEqual(100_000);
    expect(Math.abs(bytesFrom(run, 'middle') - book.size * 0.25)).toBeLessThanOrEqual(100_000);
    expect(Math.abs(bytesFrom(run, 'far') - book.size * 0.166667)).toBeLessThanOrEqual(100_000);
  });

  test('lets the one that is quickest by rate, though far by latency, deliver most', () => {
    const run = runVirtualSwarm(book, [
      { ...near, rate: 1000 },
      { ...middle, rate: 1000 },
      { ...far, rate: 20_000 },
    ]);
    expectWhole(run);
    expect(bytesFrom(run, 'far')).toBeGreaterThan(bytesFrom(run, 'near') + bytesFrom(run, 'middle'));
    expect(run.finishedAt).toBeLessThan(1000 + (1.6 * book.size) / 22_000);
    expect(run.takeOvers.every(({ by, why }) => by === 'far' && why === 'it is quicker')).toBe(true);
  });

  test('gives the leaves of one that dies to the others at once, and asks for no verified leaf again', () => {
    const run = runVirtualSwarm(book, [{ ...near, diesAt: 1000 }, middle, far]);
    expectWhole(run);
    expect(bytesFrom(run, 'near')).toBeGreaterThan(4 * MB);
    expect(run.sources.get('near')?.state).toBe('lost');
    // what the dead one had left, shared by two
    expect(run.finishedAt).toBeLessThan(1000 + (book.size - 15 * MB) / 10_000 + 2500);
  });

  test('gives the leaves of one that falls silent to the others, and uses it again when it is heard', () => {
    const run = runVirtualSwarm(book, [{ ...near, silentFrom: 500, silentUntil: 2700 }, middle, far]);
    expectWhole(run);
    expect(run.takeOvers.filter(({ from, why }) => from === 'near' && why === 'it fell silent')).not.toEqual(
      [],
    );
    expect(run.sources.get('near')?.state).toBe('fetching');
  });

  test('bans the one that lies at its first wrong leaf, and nobody else', () => {
    const run = runVirtualSwarm(book, [near, { ...middle, liesEvery: 10 }, far]);
    expectWhole(run);
    expect(run.banned).toEqual(['middle']);
    expect(run.sources.get('middle')?.reason).toMatch(/wrong bytes in leaf \d+/);
  });

  test('finishes though the only holder falls silent for a while', () => {
    const run = runVirtualSwarm(book, [{ ...near, silentFrom: 1000, silentUntil: 9000 }]);
    expectWhole(run);
  });

  test('waits when all holders are gone, and goes on with one that joins', () => {
    const run = runVirtualSwarm(book, [
      { ...near, diesAt: 1000 },
      { ...far, joinsAt: 5000 },
    ]);
    expectWhole(run);
    expect(bytesFrom(run, 'far')).toBeGreaterThan(20 * MB);
  });

  test('gives a newcomer a try, and then what it can carry', () => {
    const run = runVirtualSwarm(book, [
      { ...near, rate: 1000 },
      { ...middle, rate: 20_000, joinsAt: 2000 },
    ]);
    expectWhole(run);
    expect(bytesFrom(run, 'middle')).toBeGreaterThan(20 * MB);
  });

  test('gives a newcomer its share at once when it is remembered how quick it is', () => {
    const newcomer = { ...middle, rate: 20_000, joinsAt: 2000 };
    const slow = { ...near, rate: 1000 };
    const stranger = runVirtualSwarm(book, [slow, newcomer]);
    const known = runVirtualSwarm(book, [slow, { ...newcomer, rememberedRate: 20_000 }]);
    expectWhole(known);
    expect(known.takeOvers[0]).toMatchObject({ by: 'middle' });
    expect(known.takeOvers[0]?.bytes).toBeGreaterThan(20 * MB);
    expect(stranger.takeOvers[0]?.bytes).toBeLessThan(2 * MB);
  });

  test('holds to the published plan whatever is remembered', () => {
    const run = runVirtualSwarm(book, [
      { ...near, rememberedRate: 100 },
      { ...middle, rememberedRate: 50_000 },
      far,
    ]);
    expectWhole(run);
    expect(run.takeOvers).toEqual([]);
    expect(Math.abs(bytesFrom(run, 'near') - book.size * 0.583333)).toBeLessThanOrEqual(100_000);
  });

  test('asks each holder only for what it has', () => {
    const half = book.leaves.length / 2;
    const run = runVirtualSwarm(book, [
      { ...near, has: (leaf) => leaf < half },
      { ...far, has: (leaf) => leaf >= half },
    ]);
    expectWhole(run);
    for (const [leaf, address] of run.deliveredBy) expect(address).toBe(leaf < half ? 'near' : 'far');
  });

  test('stays unfinished, without an end to wait for, when nobody has a leaf', () => {
    const run = runVirtualSwarm(book, [{ ...near, has: (leaf) => leaf !== 7 }], 60_000);
    expect(run.finishedAt).toBeUndefined();
    expect(run.fetch.free()).toEqual([7]);
  });

  test('drops one that sends what nobody asked for', () => {
    const run = runVirtualSwarm(book, [near], 100);
    const source = run.sources.get('near');
    for (let count = 0; count < 100 && source !== undefined; count++) {
      run.fetch.block(source, book.size - 1, new Uint8Array(1));
    }
    expect(source?.state).toBe('lost');
    expect(source?.reason).toBe('it sent what nobody asked for');
  });

  test('asks for nothing while it is paused, and takes nobody for silent meanwhile', () => {
    const run = runVirtualSwarm(book, [near, { ...far, rate: 100 }], 60_000, (at, fetch) => {
      if (at === 1000) fetch.pause();
      if (at === 20_000) fetch.resume();
    });
    expectWhole(run);
    expect(run.takeOvers.filter(({ why }) => why === 'it fell silent')).toEqual([]);
    expect(run.finishedAt).toBeGreaterThan(20_000);
  });

  test('stores nothing of a holder whose every block is wrong', () => {
    const run = runVirtualSwarm(book, [{ ...near, liesEvery: 1 }], 5000);
    expect(run.banned).toEqual(['near']);
    expect(run.stored.size).toBe(0);
  });

  describe('of three unequal holders', () => {
    // 60 MiB in leaves of 256 KiB; 80, 40 and 20 Mbit/s
    const scan = aLayout([['page', 60 * 1024 * 1024]]);
    const unequal = [
      { ...near, rate: 10_000 },
      { ...middle, rate: 5000 },
      { ...far, rate: 2500 },
    ];
    const [quickest = near, ...others] = unequal;

    test('ends within 1.05 of the lower bound', () => {
      const run = runVirtualSwarm(scan, unequal);
      expect(run.finishedAt).toBeLessThanOrEqual((1.05 * scan.size) / 17_500);
    });

    test('ends within 1.08 of the lower bound when the quickest dies', () => {
      const run = runVirtualSwarm(scan, [{ ...quickest, diesAt: 1500 }, ...others]);
      expect(run.finishedAt).toBeLessThanOrEqual(1.08 * (1500 + (scan.size - 1500 * 17_500) / 7500));
    });

    test('ends within 1.10 of the lower bound when the quickest falls silent', () => {
      const run = runVirtualSwarm(scan, [{ ...quickest, silentFrom: 1500 }, ...others]);
      expect(run.finishedAt).toBeLessThanOrEqual(1.1 * (1500 + (scan.size - 1500 * 17_500) / 7500));
    });

    test('asks for no more than it must at the end, so that all have something to do until then', () => {
      const asked: { leftMs: number; aheadMs: number }[] = [];
      runVirtualSwarm(scan, unequal, 600_000, (_, fetch) => {
        const leftMs = (scan.size - fetch.verifiedBytes) / 17_500;
        for (const { outstandingBytes, link } of fetch.sources.slice(0, 1))
          asked.push({ leftMs, aheadMs: outstandingBytes / 10_000 - link.latencyMs });
      });
      const before = asked.filter(({ leftMs }) => leftMs > 2500);
      const atTheEnd = asked.filter(({ leftMs }) => leftMs > 200 && leftMs < 400);
      expect(Math.max(...before.map(({ aheadMs }) => aheadMs))).toBeGreaterThan(400);
      expect(Math.max(...atTheEnd.map(({ aheadMs }) => aheadMs))).toBeLessThan(250);
    });

    test('ends in time though the slowest trickles from some moment on', () => {
      const run = runVirtualSwarm(scan, [...unequal, { address: 'snail', latencyMs: 40, rate: 5 }]);
      expect(run.finishedAt).toBeLessThanOrEqual((1.15 * scan.size) / 17_500);
    });
  });

  describe('before it is known who is there', () => {
    /** A holder that does not answer, and what it was asked for. */
    const joined = (fetch: Fetch, address: string, run: readonly number[]) => {
      const asked: number[] = [];
      const link = {
        address,
        remoteId: address,
        latencyMs: 2,
        maxRequests: 2000,
        complete: true,
        has: () => true,
        interest: () => undefined,
        request: ({ begin }: { begin: number }) => void asked.push(begin),
        cancel: () => undefined,
        close: () => undefined,
      };
      const source = fetch.join(link, run);
      fetch.unchoked(source);
      return { source, asked };
    };
    const aFetch = () =>
      new Fetch({
        layout: book,
        pieceLength: 1024 * 1024,
        verified: [],
        now: () => 0,
        effects: {
          isRight: () => true,
          store: () => undefined,
          takenOver: () => undefined,
          banned: () => undefined,
        },
      });
    const shares = [allLeaves(book).slice(0, 200), allLeaves(book).slice(200)] as const;

    test('lets who comes first begin, and takes back only what was not asked yet', () => {
      const fetch = aFetch();
      fetch.awaitPlan();
      const first = joined(fetch, 'first', allLeaves(book).slice(0, 150));
      const begun = fetch.begunBy(first.source);
      expect(first.asked[0]).toBe(0);
      expect(begun).toEqual(allLeaves(book).slice(0, begun.length));

      const second = joined(fetch, 'second', []);
      expect(second.asked).toEqual([]);
      fetch.plan(
        new Map([
          [first.source, shares[1]],
          [second.source, shares[0]],
        ]),
      );
      // it keeps what it was asked for, and the other gets the rest of that share
      expect(fetch.begunBy(first.source)).toEqual(begun);
      expect(second.asked[0]).toBe(book.leaves[begun.length]?.spans[0]?.begin);
      expect(fetch.free()).toEqual([]);
    });

    test('gives nothing for good: the one that comes first goes on with a little at a time', () => {
      const fetch = aFetch();
      fetch.awaitPlan();
      const { source } = joined(fetch, 'first', [0]);
      const { begin, end } = book.leaves[0]?.spans[0] ?? { begin: 0, end: 0 };
      for (let at = begin; at < end; at += 16_384)
        fetch.block(source, at, new Uint8Array(Math.min(16_384, end - at)));
      expect(source.delivered).toEqual([0]);
      const further = [...source.active, ...source.queue];
      expect(further[0]).toBe(1);
      expect(further.length).toBeLessThan(20);
    });
  });

  test('asks others within 400 ms for what a silent holder owes', () => {
    const run = runVirtualSwarm(book, [{ ...near, silentFrom: 1000 }, middle, far]);
    const first = run.takeOvers.findIndex(({ why }) => why === 'it fell silent');
    expect(run.takenAt[first]).toBeGreaterThanOrEqual(1250);
    expect(run.takenAt[first]).toBeLessThanOrEqual(1400);
  });

  test('takes nobody for silent because it was held up itself', () => {
    const stalled = { silentFrom: 500, silentUntil: 1300 };
    const run = runVirtualSwarm(book, [
      { ...near, ...stalled },
      { ...middle, ...stalled },
      { ...far, ...stalled },
    ]);
    expectWhole(run);
    expect(run.takeOvers).toEqual([]);
  });

  test('passes over one that does not let it ask, until it does', () => {
    const run = runVirtualSwarm(book, [{ ...near, unchokesAt: 4000 }, middle, far]);
    expectWhole(run);
    expect(run.takeOvers[0]).toMatchObject({ from: 'near', why: 'it lets us wait' });
    expect(run.sources.get('near')?.reason).toBe('');
    expect(run.finishedAt).toBeLessThan(3500);
  });
});
