import { describe, expect, test } from '@jest/globals';
import { createFeed, type Feed } from '../../../../common/runtime/feed.ts';

async function readAll<T>(feed: Feed<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of feed) values.push(value);
  return values;
}

const keepAll = () => undefined;
const nothing = () => undefined;

describe('createFeed', () => {
  test('gives what was pushed, before and while it is read, then ends', async () => {
    const feed = createFeed<number>(keepAll, nothing);
    feed.push(1);
    const reading = readAll(feed);
    feed.push(2);
    await Promise.resolve();
    feed.push(3);
    feed.end();
    expect(await reading).toEqual([1, 2, 3]);
  });

  test('throws after what waits', async () => {
    const feed = createFeed<number>(keepAll, nothing);
    feed.push(1);
    feed.fail(new Error('broken'));
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const value of feed) seen.push(value);
      })(),
    ).rejects.toThrow('broken');
    expect(seen).toEqual([1]);
  });

  test('replaces what nobody has read by the next of its key, behind what came before', async () => {
    const feed = createFeed<number>((value) => (value % 2 === 0 ? 'even' : undefined), nothing);
    for (const value of [2, 1, 4, 3, 6, 5]) feed.push(value);
    feed.end();
    expect(await readAll(feed)).toEqual([1, 3, 6, 5]);
  });

  test('gives what was pushed while one value is being worked on', async () => {
    const feed = createFeed<number>((value) => String(value % 2), nothing);
    const seen: number[] = [];
    feed.push(1);
    for await (const value of feed) {
      seen.push(value);
      if (value === 1) for (const next of [2, 3, 4, 5]) feed.push(next);
      if (value === 5) feed.end();
    }
    expect(seen).toEqual([1, 4, 5]);
  });

  test('says when its reader leaves early, and only then', async () => {
    let left = 0;
    const leave = (): void => {
      left++;
    };
    const early = createFeed<number>(keepAll, leave);
    early.push(1);
    for await (const _ of early) break;
    expect(left).toBe(1);
    const whole = createFeed<number>(keepAll, leave);
    whole.end();
    await readAll(whole);
    expect(left).toBe(1);
  });
});
