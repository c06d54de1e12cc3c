import { describe, expect, test } from '@jest/globals';
import { createPipe, type Pipe } from '../../../../common/runtime/pipe.ts';

async function readAll<T>(pipe: Pipe<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of pipe) values.push(value);
  return values;
}

const keepAll = () => undefined;
const nothing = () => undefined;

describe('createPipe', () => {
  test('gives what was pushed, before and while it is read, then ends', async () => {
    const pipe = createPipe<number>(keepAll, nothing);
    pipe.push(1);
    const reading = readAll(pipe);
    pipe.push(2);
    await Promise.resolve();
    pipe.push(3);
    pipe.end();
    expect(await reading).toEqual([1, 2, 3]);
  });

  test('throws after what waits', async () => {
    const pipe = createPipe<number>(keepAll, nothing);
    pipe.push(1);
    pipe.fail(new Error('broken'));
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const value of pipe) seen.push(value);
      })(),
    ).rejects.toThrow('broken');
    expect(seen).toEqual([1]);
  });

  test('replaces what nobody has read by the next of its key, behind what came before', async () => {
    const pipe = createPipe<number>((value) => (value % 2 === 0 ? 'even' : undefined), nothing);
    for (const value of [2, 1, 4, 3, 6, 5]) pipe.push(value);
    pipe.end();
    expect(await readAll(pipe)).toEqual([1, 3, 6, 5]);
  });

  test('gives what was pushed while one value is being worked on', async () => {
    const pipe = createPipe<number>((value) => String(value % 2), nothing);
    const seen: number[] = [];
    pipe.push(1);
    for await (const value of pipe) {
      seen.push(value);
      if (value === 1) for (const next of [2, 3, 4, 5]) pipe.push(next);
      if (value === 5) pipe.end();
    }
    expect(seen).toEqual([1, 4, 5]);
  });

  test('says when its reader leaves early, and only then', async () => {
    let left = 0;
    const leave = (): void => {
      left++;
    };
    const early = createPipe<number>(keepAll, leave);
    early.push(1);
    for await (const _ of early) break;
    expect(left).toBe(1);
    const whole = createPipe<number>(keepAll, leave);
    whole.end();
    await readAll(whole);
    expect(left).toBe(1);
  });
});
