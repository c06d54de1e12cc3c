import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GetEvent } from '../../../../../peer/operations/operations.ts';
import { foldPlan, NO_PLAN, type Plan, planOfResult, stepsOf } from '../../../../../peer/tui/plan/plan.ts';
import { aHolder, aPlannedHolder } from '../../../../support/a-holder.ts';
import { aResult } from '../../../../support/pane-parts.ts';

const FOUND: GetEvent = {
  type: 'found',
  name: 'a.pdf',
  sha256: 'e'.repeat(64),
  infoHash: 'a'.repeat(40),
  size: 2_000_000,
  pages: 100,
};
const ADDRESSES = ['192.0.2.1:1', '192.0.2.2:1', '[2001:db8::1]:1'];
const WHYS = ['it is quicker', 'it fell silent', 'it lacks them'];

const anAddress = fc.constantFrom(...ADDRESSES);
const aTakeOver = fc.record({
  type: fc.constant('taken-over' as const),
  from: anAddress,
  by: anAddress,
  bytes: fc.nat(1_000_000),
  why: fc.constantFrom(...WHYS),
});
const anEvent: fc.Arbitrary<GetEvent> = fc.oneof(
  fc.constantFrom<GetEvent>(
    FOUND,
    { type: 'present', path: '/a.pdf' },
    { type: 'resumed', bytes: 500 },
    { type: 'probing', holders: 3 },
    { type: 'verifying' },
    { type: 'verified', md5: 'd'.repeat(32), md5Ok: true },
    { type: 'notice', message: 'a notice' },
    { type: 'reading-copy', path: '/b.pdf', pages: 3 },
    { type: 'announced', trackers: ['http://t'], holders: ADDRESSES },
    { type: 'done', result: aResult() },
  ),
  aTakeOver,
  fc.record({ type: fc.constant('banned' as const), address: anAddress, reason: fc.string() }),
  fc.array(anAddress).map(
    (all): GetEvent => ({
      type: 'planned',
      holders: all.map((address, at) => aPlannedHolder({ address, rank: at + 1 })),
    }),
  ),
  fc.record({
    type: fc.constant('progress' as const),
    verified: fc.nat(2_000_000),
    size: fc.constant(2_000_000),
    pagesHeld: fc.nat(100),
    holders: fc.array(anAddress.map((address) => aHolder({ address }))),
  }),
);

function planOf(...events: readonly GetEvent[]): Plan {
  return events.reduce(foldPlan, NO_PLAN);
}

function statesOf(plan: Plan, current: 'now' | 'todo' | 'wrong' = 'now'): string {
  return stepsOf(plan, current)
    .map(({ state }) => state)
    .join(' ');
}

describe('foldPlan', () => {
  test('begins anew when the events are told again from the start', () => {
    fc.assert(
      fc.property(fc.array(anEvent), fc.array(anEvent), (before, events) => {
        expect(planOf(...before, FOUND, ...events)).toEqual(planOf(FOUND, ...events));
      }),
    );
  });

  test('loses no byte that was taken over, however many times', () => {
    fc.assert(
      fc.property(fc.array(aTakeOver), (events) => {
        const { takeOvers } = planOf(FOUND, ...events);
        const sum = (all: readonly { bytes: number }[]) => all.reduce((total, one) => total + one.bytes, 0);
        expect(sum(takeOvers)).toBe(sum(events));
        expect(takeOvers.length).toBeLessThanOrEqual(ADDRESSES.length ** 2 * WHYS.length);
      }),
    );
  });

  test('tells nothing of the leaves that change hands because a download is interrupted', () => {
    const over = {
      type: 'taken-over',
      from: 'a:1',
      by: 'b:1',
      bytes: 5,
      why: 'the download has ended',
    } as const;
    expect(planOf(FOUND, over)).toEqual(planOf(FOUND));
  });

  test('has each holder once, those of the plan in rank order before those who joined later', () => {
    fc.assert(
      fc.property(fc.array(anEvent), (events) => {
        const { holders } = planOf(...events);
        expect(new Set(holders.map(({ address }) => address)).size).toBe(holders.length);
        const ranks = holders.map(({ rank }) => (rank === 0 ? Number.POSITIVE_INFINITY : rank));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      }),
    );
  });

  test('keeps what was planned of a holder while it delivers, and how it ended', () => {
    const planned: GetEvent = {
      type: 'planned',
      holders: [
        aPlannedHolder(),
        aPlannedHolder({ address: '192.0.2.2:1', rank: 2, plannedPercent: 25, runs: [] }),
      ],
    };
    const progress: GetEvent = {
      type: 'progress',
      verified: 900,
      size: 2_000_000,
      pagesHeld: 1,
      holders: [aHolder({ state: 'lost', reason: 'the connection ended' }), aHolder({ address: 'late:1' })],
    };
    const banned: GetEvent = {
      type: 'banned',
      address: '192.0.2.2:1',
      reason: 'it sent wrong bytes in leaf 3',
    };
    expect(planOf(FOUND, { type: 'probing', holders: 2 }, planned, progress, banned).holders).toMatchObject([
      {
        rank: 1,
        plannedPercent: 75,
        latencyMs: 0.4,
        bytes: 750_000,
        state: 'lost',
        reason: 'the connection ended',
      },
      { rank: 2, plannedPercent: 25, state: 'banned', reason: 'it sent wrong bytes in leaf 3' },
      { rank: 0, address: 'late:1', latencyMs: undefined, state: 'fetching' },
    ]);
  });

  test('takes a holder whose connection was made twice for one', () => {
    const holders = [aHolder({ state: 'lost', reason: 'it ended', rate: 0 }), aHolder({ bytes: 50_000 })];
    const plan = planOf(FOUND, { type: 'progress', verified: 1, size: 2, pagesHeld: 0, holders });
    expect(plan.holders).toMatchObject([{ bytes: 800_000, state: 'fetching', rate: 500_000 }]);
  });

  test('starts over without the plan when the page map was convicted, and keeps the notice', () => {
    const plan = planOf(
      FOUND,
      { type: 'probing', holders: 1 },
      { type: 'planned', holders: [aPlannedHolder()] },
      { type: 'notice', message: 'the map is wrong' },
      { type: 'probing', holders: 2 },
    );
    expect(plan).toMatchObject({ planned: false, probed: 2, holders: [], notices: ['the map is wrong'] });
    expect(plan.document?.name).toBe('a.pdf');
  });
});

describe('planOfResult', () => {
  test('tells of an ended transfer what its result says', () => {
    const plan = planOfResult(aResult());
    expect(statesOf(plan, 'wrong')).toBe('done done done done done done done');
    expect(plan.holders).toMatchObject([{ rank: 1, state: 'done', bytes: 1_500_000 }]);
  });
});

describe('stepsOf', () => {
  test('ticks each step when it is over', () => {
    const events: GetEvent[] = [
      FOUND,
      { type: 'probing', holders: 1 },
      { type: 'planned', holders: [aPlannedHolder()] },
      { type: 'verifying' },
      { type: 'verified', md5: 'd', md5Ok: true },
      { type: 'announced', trackers: ['t'], holders: [] },
    ];
    const seen = events.map((_, at) => statesOf(planOf(...events.slice(0, at))));
    expect(seen).toEqual([
      'now todo todo todo todo todo todo',
      'done now todo todo todo todo todo',
      'done now todo todo todo todo todo',
      'done done done now todo todo todo',
      'done done done done done now todo',
      'done done done done done done now',
    ]);
    expect(statesOf(planOf(...events))).toBe('done done done done done done done');
  });

  test('marks the step at which a download failed, and an MD5 that is not the published one', () => {
    const probing = planOf(FOUND, { type: 'probing', holders: 0 });
    expect(statesOf(probing, 'wrong')).toBe('done wrong todo todo todo todo todo');
    expect(statesOf(probing, 'todo')).toBe('done todo todo todo todo todo todo');
    const wrong = planOf(FOUND, { type: 'verifying' }, { type: 'verified', md5: 'd', md5Ok: false });
    expect(statesOf(wrong, 'wrong')).toBe('done done done done done wrong todo');
  });

  test('has every step but the announcement behind it when the document is here already', () => {
    expect(statesOf(planOf(FOUND, { type: 'present', path: '/a.pdf' }))).toBe(
      'done done done done done done now',
    );
  });
});
