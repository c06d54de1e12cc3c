import { describe, expect, test } from '@jest/globals';
import { createDeferred } from '../../../../common/runtime/deferred.ts';
import { createTurns } from '../../../../peer/node/create-turns.ts';

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
