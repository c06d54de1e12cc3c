import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../../../../common/tracker-api/change.ts';
import { createChangeLog, type DurableLog, type SoftChange } from '../../../../tracker/changes/changes.ts';
import { anInfoHash } from '../../../support/a-heartbeat.ts';

const origin = 'abcdef';

function aDurableLog(
  changes: readonly Change[] = [],
): DurableLog & { changes: DurableLog['changes']; add(at: number): void } {
  const kept = [...changes];
  return {
    origin,
    add: (at) => void kept.push(published(at)),
    changes: async (after, limit) =>
      kept.map((change, n) => ({ sequence: n + 1, change })).slice(after, after + limit),
  };
}

const published = (at: number): Change => ({
  type: 'published',
  at,
  sha256: '0'.repeat(64) as never,
  infoHash: anInfoHash(at),
  name: `${at}.pdf`,
});
const hostUp = (at: number): SoftChange => ({ type: 'host-up', at, hostId: String(at), client: 'test' });

describe('createChangeLog', () => {
  test('gives every change once and each half in its order, whatever the page length and the clock', async () => {
    const event = fc.record({ durable: fc.boolean(), at: fc.nat(20) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(5),
        async (events, limit, pause) => {
          const durable = aDurableLog();
          const log = createChangeLog(durable, 'run', 1_000);
          const read: Change[] = [];
          let cursor: string | undefined;
          const readOn = async () => {
            const page = await log.page(cursor, limit);
            read.push(...page.changes);
            cursor = page.cursor;
            return page.more;
          };
          for (const [n, { durable: isDurable, at }] of events.entries()) {
            if (isDurable) durable.add(at);
            else log.record([hostUp(at)]);
            if (n % (pause + 1) === 0) await readOn();
          }
          while (await readOn());
          await readOn();
          const half = (type: string, changes: readonly { type: string; at: number }[]) =>
            changes.filter((change) => change.type === type).map(({ at }) => at);
          const made = events.map(({ durable: isDurable, at }) => ({
            type: isDurable ? 'published' : 'host-up',
            at,
          }));
          expect(half('published', read)).toEqual(half('published', made));
          expect(half('host-up', read)).toEqual(half('host-up', made));
        },
      ),
    );
  });

  test('says when soft changes are gone', async () => {
    const log = createChangeLog(aDurableLog(), 'run', 2);
    const { cursor } = await log.page(undefined, 10);
    log.record([1, 2].map(hostUp));
    expect((await log.page(cursor, 10)).missed).toBe(false);
    log.record([3, 4, 5].map(hostUp));
    const page = await log.page(cursor, 10);
    expect([page.missed, page.changes.map(({ at }) => at)]).toEqual([true, [4, 5]]);
  });

  test('goes on with the durable half after a restart', async () => {
    const durable = aDurableLog([published(1)]);
    const { cursor } = await createChangeLog(durable, 'first', 10).page(undefined, 10);
    durable.add(2);
    const page = await createChangeLog(durable, 'second', 10).page(cursor, 10);
    expect([page.missed, page.changes.map(({ at }) => at)]).toEqual([true, [2]]);
  });

  test.each(['', 'x', 'beef.1.run.1', `${origin}.1.run`, `${origin}.-1.run.1`, `${origin}.1.run.1.1`])(
    'refuses the cursor %j',
    async (cursor) => {
      const refusal = expect.objectContaining({ code: 'ERR_TRACKER_CURSOR' });
      await expect(createChangeLog(aDurableLog(), 'run', 10).page(cursor, 10)).rejects.toEqual(refusal);
    },
  );
});
