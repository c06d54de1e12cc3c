import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../../common/errors.ts';
import {
  attend,
  aWorld,
  enqueue,
  type FakeDocument,
  first,
  requestOf,
  resultOf,
} from '../../../support/a-transfers.ts';
import { settled } from '../../../support/settled.ts';

describe('Transfers', () => {
  test('runs as many at once as it may, the others in order', async () => {
    const world = await aWorld();
    for (const document of world.documents) await enqueue(world, document);
    const states = () =>
      world.transfers
        .list()
        .reverse()
        .map(({ state }) => state);
    expect(states()).toEqual(['running', 'running', 'waiting', 'waiting', 'waiting']);
    world.documents[1]?.finish();
    await settled();
    expect(states()).toEqual(['running', 'done', 'running', 'waiting', 'waiting']);
  });

  test('lets nobody wait who waits for it already', async () => {
    const world = await aWorld({ maxActive: 1 });
    await enqueue(world, first(world));
    const got = attend(world, world.documents[1] as FakeDocument);
    await settled();
    expect(world.transfers.list().map(({ state }) => state)).toEqual(['running', 'running']);
    world.documents[1]?.finish();
    expect(await got.over).toEqual(['done']);
  });

  test('pauses a download when the last one leaves who waits for it', async () => {
    const world = await aWorld();
    const one = attend(world, first(world));
    const two = attend(world, first(world));
    await settled();
    one.leave();
    await expect(one.over).rejects.toThrow('left');
    expect(world.transfers.list()).toMatchObject([{ state: 'running' }]);
    two.leave();
    await expect(two.over).rejects.toMatchObject({ code: 'ERR_PEER_INTERRUPTED' });
    expect(world.transfers.list()).toMatchObject([{ state: 'paused' }]);
  });

  test('goes on with one that was queued when somebody leaves who joined it', async () => {
    const world = await aWorld();
    await enqueue(world, first(world));
    const joined = attend(world, first(world));
    await settled();
    joined.leave();
    await expect(joined.over).rejects.toThrow('left');
    expect(world.transfers.list()).toMatchObject([{ state: 'running' }]);
  });

  test('goes on with one that was waited for when it is queued, too', async () => {
    const world = await aWorld();
    const got = attend(world, first(world));
    await settled();
    await enqueue(world, first(world));
    got.leave();
    await expect(got.over).rejects.toThrow('left');
    expect(world.transfers.list()).toMatchObject([{ state: 'running' }]);
  });

  test('tells who waits for it that somebody else paused or cancelled it', async () => {
    for (const [what, code] of [
      ['pause', 'ERR_TRANSFER_PAUSED'],
      ['cancel', 'ERR_TRANSFER_CANCELLED'],
    ] as const) {
      const world = await aWorld();
      const got = attend(world, first(world));
      const failing = expect(got.over).rejects.toMatchObject({ code });
      await settled();
      await world.transfers[what]('document 1.pdf');
      await failing;
    }
  });

  test('pauses, resumes, and knows how much is here meanwhile', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    first(world).progress(300);
    expect(await world.transfers.pause(id)).toMatchObject({
      state: 'paused',
      verifiedBytes: 300,
      pagesHeld: 3,
      rate: 0,
    });
    await expect(world.transfers.pause(id)).rejects.toMatchObject({ code: 'ERR_TRANSFER_STATE' });
    expect(await world.transfers.resume(id)).toMatchObject({ state: 'running', step: 'finding' });
    await expect(world.transfers.resume(id)).rejects.toMatchObject({ code: 'ERR_TRANSFER_STATE' });
    expect(first(world).runs).toBe(2);
  });

  test('keeps why one failed, and tries it again', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    first(world).fail(new CodedError('ERR_FETCH_NO_LIVE_HOLDER', 'nobody'));
    await settled();
    const failure = { code: 'ERR_FETCH_NO_LIVE_HOLDER', message: 'nobody' };
    expect(world.transfers.get(id)).toMatchObject({ state: 'failed', failure });
    expect(await world.transfers.retry(id)).toMatchObject({ id, state: 'running' });
    expect(world.transfers.get(id)?.failure).toBeUndefined();
  });

  test('deletes what had arrived of one that is cancelled, and begins it anew', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    first(world).progress(300);
    expect(await world.transfers.cancel(id)).toMatchObject({ state: 'cancelled', verifiedBytes: 0 });
    expect(first(world).arrived).toBe(0);
    expect(await enqueue(world, first(world))).toMatchObject({ id, state: 'running' });
    await expect(world.transfers.forget(id)).rejects.toMatchObject({ code: 'ERR_TRANSFER_STATE' });
  });

  test('cancels one that is being paused', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    const pausing = expect(world.transfers.pause(id)).rejects.toMatchObject({ code: 'ERR_TRANSFER_STATE' });
    expect(await world.transfers.cancel(id)).toMatchObject({ state: 'cancelled' });
    await pausing;
  });

  test('has a new transfer for a document that was done before, and forgets the old one', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    first(world).finish();
    await settled();
    const again = await enqueue(world, first(world));
    expect(again).toMatchObject({ state: 'running' });
    expect(again.id).not.toBe(id);
    expect(await world.transfers.forget(undefined)).toBe(1);
    expect(world.transfers.list().map((one) => one.id)).toEqual([again.id]);
  });

  test('puts down once what is here already', async () => {
    const world = await aWorld();
    const { subject } = first(world);
    const put = () => world.transfers.present(subject, requestOf(first(world)), resultOf(subject));
    expect(await put()).toMatchObject({
      state: 'done',
      path: '/library/document 1.pdf',
      verifiedBytes: 1000,
    });
    await put();
    expect(world.transfers.list()).toHaveLength(1);
  });

  test('remembers the newest 500 that ended', async () => {
    const world = await aWorld({ maxActive: 1000 });
    for (let count = 0; count < 502; count++) {
      await enqueue(world, first(world));
      first(world).finish();
      await settled();
    }
    await settled();
    expect(world.transfers.list()).toHaveLength(500);
    expect(world.store.records.size).toBe(500);
  });
});

describe('Transfers after a restart', () => {
  test('go on with what ran or waited, in order, and leave paused what was', async () => {
    const before = await aWorld({ maxActive: 1 });
    const [a, b, c] = before.documents as [FakeDocument, FakeDocument, FakeDocument];
    for (const document of [a, b, c]) await enqueue(before, document);
    await before.transfers.pause('document 2.pdf');
    await before.transfers.stop();
    const after = await aWorld({ before, maxActive: 1 });
    const states = Object.fromEntries(after.transfers.list().map(({ name, state }) => [name, state]));
    expect(states).toEqual({
      'document 1.pdf': 'running',
      'document 2.pdf': 'paused',
      'document 3.pdf': 'waiting',
    });
    expect([a.runs, b.runs, c.runs]).toEqual([2, 0, 0]);
  });

  test('sleep in a node that runs for another command, until one is asked for', async () => {
    const before = await aWorld();
    const { id } = await enqueue(before, first(before)); // killed
    const asked = await aWorld({ before, eagerness: 'asked' });
    expect(asked.transfers.get(id)).toMatchObject({ state: 'waiting' });
    expect(await asked.transfers.resume(id)).toMatchObject({ state: 'running' });
    const none = await aWorld({ before, eagerness: 'none' });
    expect(await none.transfers.resume(id)).toMatchObject({ state: 'waiting' });
  });

  test('refuse who comes while the node ends', async () => {
    const world = await aWorld();
    await world.transfers.stop();
    await expect(enqueue(world, first(world))).rejects.toMatchObject({ code: 'ERR_CONTROL_ENDING' });
    await expect(attend(world, first(world)).over).rejects.toMatchObject({ code: 'ERR_CONTROL_ENDING' });
  });
});

describe('Transfers with a limit that changes', () => {
  test('start more at once, and end none', async () => {
    const world = await aWorld({ maxActive: 1 });
    for (const document of world.documents) await enqueue(world, document);
    const running = () => world.transfers.list().filter(({ state }) => state === 'running').length;
    world.transfers.limit(3);
    expect(running()).toBe(3);
    world.transfers.limit(1);
    expect(running()).toBe(3);
  });
});

describe('Transfers on a disk that is full', () => {
  test('take nothing into the queue that they cannot keep', async () => {
    const world = await aWorld();
    const full = new CodedError('ERR_LIBRARY_NO_SPACE', 'full');
    world.store.write = () => Promise.reject(full);
    await expect(enqueue(world, first(world))).rejects.toBe(full);
    expect(world.transfers.list()).toEqual([]);
    expect(first(world).runs).toBe(0);
  });

  test('get what somebody waits for all the same', async () => {
    const world = await aWorld();
    world.store.write = () => Promise.reject(new CodedError('ERR_LIBRARY_NO_SPACE', 'full'));
    const got = attend(world, first(world));
    await settled();
    first(world).finish();
    expect(await got.over).toEqual(['done']);
  });
});
