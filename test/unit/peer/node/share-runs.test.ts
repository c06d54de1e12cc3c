import { describe, expect, test } from '@jest/globals';
import { createDeferred } from '../../../../common/runtime/deferred.ts';
import { createTurns } from '../../../../peer/node/create-turns.ts';
import { shareRuns } from '../../../../peer/node/share-runs.ts';

describe('shareRuns', () => {
  test('serves all who ask during a run with the next one', async () => {
    const runs: ReturnType<typeof createDeferred<void>>[] = [];
    const ask = shareRuns(() => {
      const run = createDeferred<void>();
      runs.push(run);
      return run.promise;
    });
    const first = ask();
    await Promise.resolve();
    await Promise.resolve();
    expect(runs).toHaveLength(1);
    const others = [ask(), ask(), ask()];
    runs[0]?.resolve();
    await first;
    await new Promise(setImmediate);
    expect(runs).toHaveLength(2);
    runs[1]?.reject(new Error('of no matter'));
    await Promise.all(others);
    expect(runs).toHaveLength(2);
  });
});

describe('createTurns', () => {
  test('does work on one thing in turn, whatever becomes of it, and on others at once', async () => {
    const turns = createTurns();
    const first = createDeferred<string>();
    const begun: string[] = [];
    const work = (name: string, done: Promise<string>) => () => {
      begun.push(name);
      return done;
    };
    const one = turns.take('a', work('one', first.promise));
    const two = turns.take('a', work('two', Promise.resolve('2')));
    expect(await turns.take('b', work('three', Promise.resolve('3')))).toBe('3');
    expect(begun).toEqual(['one', 'three']);
    first.reject(new Error('failed'));
    await expect(one).rejects.toThrow('failed');
    expect(await two).toBe('2');
    expect(begun).toEqual(['one', 'three', 'two']);
  });
});
