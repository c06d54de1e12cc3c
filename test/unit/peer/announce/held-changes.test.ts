import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HoldingChange } from '../../../../common/tracker-api/heartbeat.ts';
import { LIMITS } from '../../../../common/tracker-api/limits.ts';
import { nextWord, type Told } from '../../../../peer/announce/held-changes.ts';
import type { Holding } from '../../../../peer/announce/holding.ts';
import { anInfoHash } from '../../../support/a-heartbeat.ts';

function aHolding(number: number, heldPercent = 100): Holding {
  const complete = heldPercent === 100;
  return { infoHash: anInfoHash(number), size: 1, complete, heldPercent, heldPages: complete ? 1 : 0 };
}

/** What a tracker knows that takes `changes` in. */
function taken(told: Told, full: boolean, changes: readonly HoldingChange[]): Map<string, HoldingChange> {
  const known = new Map<string, HoldingChange>(full ? [] : told);
  for (const change of changes) {
    if ('dropped' in change) known.delete(change.infoHash);
    else known.set(change.infoHash, change);
  }
  return known;
}

describe('nextWord', () => {
  test('says nothing twice, and a small step of a download not at all', () => {
    const first = nextWord([aHolding(1), aHolding(2, 40.01)], new Map(), true);
    expect(first.changes).toHaveLength(2);
    expect(nextWord([aHolding(1), aHolding(2, 40.09)], first.told, false).changes).toEqual([]);
    const changes = nextWord([aHolding(2, 41)], first.told, false).changes;
    expect(changes).toEqual([
      { infoHash: anInfoHash(2), heldPercent: 41, heldPages: 0 },
      { infoHash: anInfoHash(1), dropped: true },
    ]);
  });

  test('splits what does not fit one heartbeat', () => {
    const held = Array.from({ length: LIMITS.changesPerHeartbeat + 5 }, (_, n) => aHolding(n));
    const first = nextWord(held, new Map(), true);
    expect([first.changes.length, first.more]).toEqual([LIMITS.changesPerHeartbeat, true]);
    const second = nextWord(held, first.told, false);
    expect([second.changes.length, second.more]).toEqual([5, false]);
  });

  test('leaves a tracker knowing exactly what is held, whatever was held before', () => {
    const held = fc.uniqueArray(fc.record({ number: fc.nat(5), percent: fc.constantFrom(0, 50, 100) }), {
      selector: ({ number }) => number,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(held, fc.boolean())), (rounds) => {
        let told: Told = new Map();
        for (const [now, full] of rounds) {
          const word = nextWord(
            now.map(({ number, percent }) => aHolding(number, percent)),
            told,
            full,
          );
          expect(taken(told, full, word.changes)).toEqual(new Map(word.told));
          expect(new Set(word.told.keys())).toEqual(new Set(now.map(({ number }) => anInfoHash(number))));
          told = word.told;
        }
      }),
    );
  });
});
