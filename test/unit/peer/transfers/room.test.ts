import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../../common/errors.ts';
import { attend, aWorld, enqueue, first } from '../../../support/a-transfers.ts';
import { settled } from '../../../support/settled.ts';

const full = () => new CodedError('ERR_CONTENT_NO_SPACE', 'the disk is full');

describe('Transfers for which the disk has no room', () => {
  test.each(['ERR_CONTENT_NO_SPACE', 'ERR_LIBRARY_NO_SPACE', 'ENOSPC'])(
    'wait for it after %s, and begin again by themselves',
    async (code) => {
      const world = await aWorld();
      await enqueue(world, first(world));
      const now = () => world.transfers.list()[0];
      world.disk.hasRoom = false;
      first(world).fail(Object.assign(new CodedError('ERR_CONTENT_NO_SPACE', 'full'), { code }));
      await settled();
      expect(now()).toMatchObject({ state: 'waiting', failure: { code }, nextTryAt: 5000 });
      for (const at of [10_000, 15_000]) {
        world.pass(5000);
        await settled();
        expect(now()).toMatchObject({ state: 'waiting', failure: { code }, nextTryAt: at });
      }
      expect(first(world).runs).toBe(1);

      world.disk.hasRoom = true;
      world.pass(5000);
      await settled();
      expect(now()).toMatchObject({ state: 'running' });
      expect(first(world).runs).toBe(2);
    },
  );

  test('leave their place to others meanwhile', async () => {
    const world = await aWorld({ maxActive: 1 });
    for (const document of world.documents.slice(0, 2)) await enqueue(world, document);
    world.disk.hasRoom = false;
    first(world).fail(full());
    await settled();
    expect(world.transfers.list().map(({ state }) => state)).toEqual(['running', 'waiting']);
  });

  test('are tried less and less often where only writing tells that there is none', async () => {
    const world = await aWorld();
    await enqueue(world, first(world));
    let at = 0;
    for (const pause of [5000, 10_000, 20_000]) {
      first(world).fail(full());
      await settled();
      at += pause;
      expect(world.transfers.list()[0]).toMatchObject({ nextTryAt: at });
      world.pass(pause);
      await settled();
    }
  });

  test('can be cancelled meanwhile, for good', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    world.disk.hasRoom = false;
    first(world).fail(full());
    await settled();
    await world.transfers.cancel(id);
    world.disk.hasRoom = true;
    world.pass(5000);
    await settled();
    expect(world.transfers.get(id)).toMatchObject({ state: 'cancelled' });
  });

  test('fail in a node that ends with the command', async () => {
    const world = await aWorld({ eagerness: 'asked' });
    const { over } = attend(world, first(world));
    await settled();
    first(world).fail(full());
    await expect(over).rejects.toMatchObject({ code: 'ERR_CONTENT_NO_SPACE' });
    expect(world.transfers.list()[0]).toMatchObject({ state: 'failed' });
  });

  test('say so while they run and have to wait', async () => {
    const world = await aWorld();
    await enqueue(world, first(world));
    await settled();
    first(world).emit({ type: 'full', message: '5 MB needed' });
    const failure = { code: 'ERR_CONTENT_NO_SPACE', message: '5 MB needed' };
    expect(world.transfers.list()[0]).toMatchObject({ state: 'running', failure });
    first(world).emit({ type: 'room' });
    expect(world.transfers.list()[0]).not.toHaveProperty('failure');
  });
});
