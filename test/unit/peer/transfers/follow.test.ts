import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../../common/errors.ts';
import { aWorld, enqueue, first, never, typesOf } from '../../../support/a-transfers.ts';
import { settled } from '../../../support/settled.ts';

describe('follow', () => {
  test('tells what has happened, then what comes, over a pause to the end', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    first(world).emit({ type: 'probing', holders: 1 });
    const types = typesOf(world.transfers.follow(id, never));
    await settled();
    await world.transfers.pause(id);
    await settled();
    await world.transfers.resume(id);
    await settled();
    first(world).emit({ type: 'verifying' });
    await settled();
    first(world).finish();
    expect(await types).toEqual(['found', 'probing', 'verifying', 'done']);
    expect(await typesOf(world.transfers.follow(id, never))).toEqual(['found', 'done']);
  });

  test('fails as the transfer does, and stops nothing when it is left', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    const leaving = new AbortController();
    const left = typesOf(world.transfers.follow(id, leaving));
    const stays = typesOf(world.transfers.follow(id, never));
    await settled();
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    expect(world.transfers.get(id)).toMatchObject({ state: 'running' });
    first(world).fail(new CodedError('ERR_VERIFY_MISMATCH', 'wrong'));
    await expect(stays).rejects.toMatchObject({ code: 'ERR_VERIFY_MISMATCH', message: 'wrong' });
  });

  test('waits for a paused one until it is left', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    await world.transfers.pause(id);
    const leaving = new AbortController();
    const left = typesOf(world.transfers.follow(id, leaving));
    await settled();
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
  });
});
