import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../../common/errors.ts';
import { attend, aWorld, enqueue, type FakeDocument, first } from '../../../support/a-transfers.ts';
import { settled } from '../../../support/settled.ts';

describe('Transfers that the node goes on with by itself', () => {
  const nobody = () => new CodedError('ERR_TRACKER_UNREACHABLE', 'no tracker answers');

  /** one that an earlier node left, in a new one */
  async function leftBehind() {
    const before = await aWorld();
    await enqueue(before, first(before));
    await before.transfers.stop();
    const world = await aWorld({ before });
    const now = () => world.transfers.list()[0];
    const fail = async (error: unknown = nobody()) => {
      await settled();
      first(world).fail(error);
      await settled();
    };
    return { world, now, fail };
  }

  test('are tried again, after longer and longer, for lack of a tracker or of holders', async () => {
    const { world, now, fail } = await leftBehind();
    let at = 0;
    for (const pause of [5, 10, 20, 40, 80, 160, 300, 300]) {
      expect(now()).toMatchObject({ state: 'running' });
      await fail();
      const failure = { code: 'ERR_TRACKER_UNREACHABLE', message: 'no tracker answers' };
      at += 1000 * pause;
      expect(now()).toMatchObject({ state: 'waiting', failure, nextTryAt: at });
      world.pass(1000 * pause - 1);
      expect(now()).toMatchObject({ state: 'waiting' });
      world.pass(1);
    }
    await settled();
    first(world).finish();
    await settled();
    expect(now()).toMatchObject({ state: 'done' });
    expect(now()).not.toHaveProperty('nextTryAt');
  });

  test('begin with short pauses again once somebody was there', async () => {
    const { world, now, fail } = await leftBehind();
    await fail();
    world.pass(5000);
    await fail();
    world.pass(10_000);
    await settled();
    first(world).emit({ type: 'planned', holders: [], kept: { bytes: 0, pages: 0 } } as never);
    await fail(new CodedError('ERR_FETCH_NO_LIVE_HOLDER', 'nobody'));
    expect(now()).toMatchObject({ state: 'waiting', nextTryAt: 20_000 });
  });

  test('fail for any other reason', async () => {
    const { now, fail } = await leftBehind();
    await fail(new CodedError('ERR_CONTENT_WRITE', 'no permission'));
    expect(now()).toMatchObject({ state: 'failed', failure: { code: 'ERR_CONTENT_WRITE' } });
  });

  test('are tried at once when asked for, and can be paused and cancelled meanwhile', async () => {
    for (const what of ['retry', 'resume'] as const) {
      const { world, now, fail } = await leftBehind();
      await fail();
      await world.transfers[what]('document 1.pdf');
      expect(now()).toMatchObject({ state: 'running' });
      await fail();
      expect(now()).toMatchObject({ state: 'waiting', nextTryAt: 5000 });
      await enqueue(world, first(world));
      expect(now()).toMatchObject({ state: 'running' });
      await fail();
      const { id } = await world.transfers.pause('document 1.pdf');
      expect(now()).toMatchObject({ state: 'paused' });
      expect(now()).not.toHaveProperty('failure');
      world.pass(1_000_000);
      expect(now()).toMatchObject({ state: 'paused' });
      await world.transfers.cancel(id);
      world.pass(1_000_000);
      expect(now()).toMatchObject({ state: 'cancelled' });
    }
  });

  test('take no place of others meanwhile, and wait for one afterwards', async () => {
    const before = await aWorld({ maxActive: 1 });
    await enqueue(before, first(before));
    await enqueue(before, before.documents[1] as FakeDocument);
    await before.transfers.stop();
    const world = await aWorld({ before, maxActive: 1 });
    const states = () => world.transfers.list().map(({ state }) => state);
    await settled();
    first(world).fail(nobody());
    await settled();
    expect(states()).toEqual(['running', 'waiting']);
    world.pass(5000);
    expect(states()).toEqual(['running', 'waiting']);
    world.documents[1]?.finish();
    await settled();
    expect(states()).toEqual(['done', 'running']);
  });

  test('go on also after somebody waited in vain for one of them', async () => {
    const { world, now, fail } = await leftBehind();
    await fail();
    const got = attend(world, first(world));
    const failing = expect(got.over).rejects.toMatchObject({ code: 'ERR_TRACKER_UNREACHABLE' });
    await settled();
    await fail();
    await failing;
    expect(now()).toMatchObject({ state: 'waiting', nextTryAt: 10_000 });
  });

  test('sleep when the node ends, and are tried at once by the next one', async () => {
    const { world, fail } = await leftBehind();
    await fail();
    await world.transfers.stop();
    world.pass(5000);
    expect(world.transfers.list()).toMatchObject([{ state: 'waiting' }]);
    const next = await aWorld({ before: world });
    expect(next.transfers.list()).toMatchObject([{ state: 'running' }]);
  });
});
