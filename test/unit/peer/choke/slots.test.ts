import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Contender, dealSlots, fillSlots, UPLOAD_SLOTS } from '../../../../peer/choke/choke.ts';

type Named = Contender & { readonly name: number };

function aContender(given: Partial<Named>): Named {
  const waits = {
    interested: true,
    unchoked: false,
    idle: false,
    newcomer: false,
    held: 0,
    merit: 0,
    since: 0,
  };
  return { name: 0, ...waits, ...given };
}

/** Some contenders, of whom no more have slots than there are. */
const contenders = fc
  .array(
    fc.record({
      interested: fc.boolean(),
      state: fc.constantFrom('waiting', 'served', 'idle'),
      newcomer: fc.boolean(),
      held: fc.constantFrom(0, 0.5),
      merit: fc.nat(5),
      since: fc.nat(20),
    }),
    { maxLength: 12 },
  )
  .map((drawn) => {
    let slots = UPLOAD_SLOTS;
    return drawn.map(({ state, ...one }, name): Named => {
      const unchoked = state !== 'waiting' && slots-- > 0;
      return { ...one, name, unchoked, idle: unchoked && state === 'idle' };
    });
  });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const names = (chosen: readonly Named[]) => chosen.map(({ name }) => name).sort((a, b) => a - b);

/** As many of the interested as there are slots, each once; one who is not interested only if he has the slot already. */
function expectFull(chosen: readonly Named[], all: readonly Named[]): void {
  const interested = all.filter((one) => one.interested).length;
  expect(new Set(chosen).size).toBe(chosen.length);
  expect(chosen.length).toBeLessThanOrEqual(UPLOAD_SLOTS);
  expect(chosen.filter((one) => one.interested)).toHaveLength(Math.min(UPLOAD_SLOTS, interested));
  expect(chosen.every((one) => one.interested || one.unchoked)).toBe(true);
}

describe('dealSlots', () => {
  test('leaves no slot empty while somebody is interested, whatever the lot', () => {
    fc.assert(fc.property(contenders, random, (all, lot) => expectFull(dealSlots(all, lot).unchoked, all)));
  });

  test('gives all slots but one by merit', () => {
    fc.assert(
      fc.property(contenders, random, (all, lot) => {
        const { unchoked, optimistic } = dealSlots(all, lot);
        const left = all.filter((one) => one.interested && !one.idle && !unchoked.includes(one));
        const regular = unchoked.filter((one) => one !== optimistic && !one.idle && one.interested);
        const least = Math.min(...regular.map(({ merit }) => merit));
        for (const one of left) expect(one.merit).toBeLessThanOrEqual(least);
      }),
    );
  });

  test('gives an idle one only what nobody else wants', () => {
    fc.assert(
      fc.property(contenders, random, (all, lot) => {
        const { unchoked } = dealSlots(all, lot);
        const left = all.filter((one) => one.interested && !one.idle && !unchoked.includes(one));
        if (left.length > 0) expect(unchoked.some((one) => one.idle)).toBe(false);
      }),
    );
  });

  test('gives the last slot to each of the others as the lot falls, to newcomers three times as often', () => {
    const best = [5, 4, 3].map((merit, name) => aContender({ merit, name }));
    const rest = [aContender({ name: 3, merit: 2 }), aContender({ name: 4, merit: 1, newcomer: true })];
    const lots = Array.from(
      { length: 100 },
      (_, at) => dealSlots([...best, ...rest], at / 100).optimistic?.name,
    );
    expect(lots.filter((name) => name === 3)).toHaveLength(25);
    expect(lots.filter((name) => name === 4)).toHaveLength(75);
  });

  test('changes nothing among equals', () => {
    const all = [0, 1, 2, 3, 4, 5].map((name) => aContender({ name, unchoked: name > 1, since: name }));
    const { unchoked } = dealSlots(all, 0.99);
    expect(names(unchoked).slice(1)).toEqual([2, 3, 4]);
  });
});

describe('fillSlots', () => {
  test('leaves no slot empty while somebody is interested', () => {
    fc.assert(fc.property(contenders, (all) => expectFull(fillSlots(all), all)));
  });

  test('takes no slot from one who uses it', () => {
    fc.assert(
      fc.property(contenders, (all) => {
        const using = all.filter((one) => one.interested && one.unchoked && !one.idle);
        expect(fillSlots(all)).toEqual(expect.arrayContaining(using));
      }),
    );
  });

  test('lets an idle one have its slot only if nobody waits', () => {
    fc.assert(
      fc.property(contenders, (all) => {
        const chosen = fillSlots(all);
        const left = all.filter((one) => one.interested && !one.unchoked && !chosen.includes(one));
        if (left.length > 0) expect(chosen.some((one) => one.idle)).toBe(false);
      }),
    );
  });

  test('serves who has least of what he wants next, whoever has waited longer', () => {
    const served = [0, 1, 2].map((name) => aContender({ name, unchoked: true, held: 0.9 }));
    const waiting = [0.5, 0.1, 0.3].map((held, at) => aContender({ name: 3 + at, since: at, held }));
    expect(names(fillSlots([...served, ...waiting]))).toEqual([0, 1, 2, 4]);
  });

  test('serves who has waited longest next, of those who have as much', () => {
    const served = [0, 1, 2].map((name) => aContender({ name, unchoked: true, since: 9 }));
    const waiting = [3, 4, 5].map((name) => aContender({ name, since: 10 - name }));
    expect(names(fillSlots([...served, ...waiting]))).toEqual([0, 1, 2, 5]);
  });
});
