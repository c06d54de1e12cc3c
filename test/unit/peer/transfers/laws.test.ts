import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CodedError } from '../../../../common/errors.ts';
import { parseTransfer } from '../../../../peer/transfers/record.ts';
import { attend, aWorld, enqueue, type FakeDocument, type World } from '../../../support/a-transfers.ts';
import { settled } from '../../../support/settled.ts';

describe('Transfers under any sequence of wishes', () => {
  const wish = fc.record({
    what: fc.constantFrom(
      'enqueue',
      'attend',
      'leave',
      'pause',
      'resume',
      'retry',
      'cancel',
      'forget',
      'finish',
      'fail',
      'progress',
      'pass',
      'restart',
      'kill',
    ),
    which: fc.nat(4),
    waits: fc.boolean(),
  });
  type Wish = typeof wish extends fc.Arbitrary<infer One> ? One : never;

  async function fulfil(
    world: World,
    got: Map<FakeDocument, { leave(): void }>,
    { what, which }: Wish,
  ): Promise<World> {
    const document = world.documents[which] as FakeDocument;
    const query = document.subject.infoHash;
    switch (what) {
      case 'enqueue':
        if (!document.whole) await enqueue(world, document);
        return world;
      case 'attend': {
        const attending = attend(world, document);
        attending.over.catch(() => undefined);
        got.set(document, attending);
        return world;
      }
      case 'leave':
        got.get(document)?.leave();
        return world;
      case 'finish':
        document.finish();
        return world;
      case 'fail':
        document.fail(new CodedError('ERR_FETCH_NO_LIVE_HOLDER', 'nobody'));
        return world;
      case 'progress':
        if (stateOf(world, document) === 'running') document.progress(500);
        return world;
      case 'pass':
        world.pass(20_000);
        return world;
      case 'restart':
        await world.transfers.stop();
        got.clear();
        return await aWorld({ before: world });
      case 'kill':
        await settled();
        got.clear();
        return await aWorld({ before: world });
      default:
        await world.transfers[what](query);
        return world;
    }
  }

  const stateOf = ({ transfers }: World, { subject }: FakeDocument) =>
    transfers.list().find(({ infoHash, state }) => infoHash === subject.infoHash && state !== 'done')?.state;

  function holdLaws({ transfers, documents }: World, got: number): void {
    const list = transfers.list();
    const open = list.filter(({ state }) => state !== 'done').map(({ infoHash }) => infoHash);
    expect(new Set(open).size).toBe(open.length);
    expect(list.filter(({ state }) => state === 'running').length).toBeLessThanOrEqual(2 + got);
    for (const { infoHash, state, rate, step, failure, nextTryAt } of list) {
      if (nextTryAt !== undefined) expect(state).toBe('waiting');
      expect(failure !== undefined).toBe(state === 'failed' || nextTryAt !== undefined);
      if (state !== 'running') expect([rate, step]).toEqual([0, undefined]);
      const document = documents.find(({ subject }) => subject.infoHash === infoHash);
      if (state === 'cancelled' && document?.whole === false) expect(document.arrived).toBe(0);
    }
  }

  test('keep their laws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { maxLength: 40 }), async (wishes) => {
        let world = await aWorld();
        const got = new Map<FakeDocument, { leave(): void }>();
        for (const one of wishes) {
          const work = fulfil(world, got, one).catch((error: unknown) => {
            expect(String((error as CodedError).code)).toMatch(/^ERR_(TRANSFER|CONTROL_ENDING)/);
            return world;
          });
          if (one.waits || one.what === 'restart' || one.what === 'kill') world = await work;
          holdLaws(world, got.size);
        }
        await settled();
        await settled();
        holdLaws(world, got.size);
        const kept = new Map([...world.store.records].map(([id, text]) => [id, parseTransfer(text)]));
        const list = world.transfers.list();
        expect(new Set(kept.keys())).toEqual(new Set(list.map(({ id }) => id)));
        for (const { id, state } of list) {
          const phase = kept.get(id)?.phase.state;
          expect(phase).toBe(state === 'running' ? 'waiting' : state);
        }
        // when nobody waits for a place, it is because all places are taken
        const waiting = list.some(({ state, nextTryAt }) => state === 'waiting' && nextTryAt === undefined);
        const running = list.filter(({ state }) => state === 'running').length;
        if (waiting) expect(running).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 300 },
    );
  });
});
