import { describe, expect, test } from '@jest/globals';
import { createFeed, type Feed } from '../../../../common/runtime/feed.ts';

async function readAll<T>(feed: Feed<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of feed) values.push(value);
  return values;
}

const keepAll = () => false;
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

  test('replaces what nobody has read and the next value makes worthless', async () => {
    const feed = createFeed<number>((waiting, next) => waiting % 2 === next % 2, nothing);
    for (const value of [1, 3, 2, 4, 5]) feed.push(value);
    feed.end();
    expect(await readAll(feed)).toEqual([3, 4, 5]);
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
