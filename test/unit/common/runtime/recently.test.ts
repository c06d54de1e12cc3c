import { describe, expect, test } from '@jest/globals';
import { createDeferred } from '../../../../common/runtime/deferred.ts';
import { Recently } from '../../../../common/runtime/recently.ts';

/** Finds 1, then 2, and so on, and counts how often. */
function counting(first = 1) {
  let found = first - 1;
  return { find: async () => ++found, times: () => found - first + 1 };
}

describe('Recently', () => {
  test('finds a thing out once for all who ask within the time, and again after it', async () => {
    let now = 0;
    const recently = new Recently<number>(100, () => now);
    const { find } = counting();
    expect(await Promise.all([recently.of('a', find), recently.of('a', find)])).toEqual([1, 1]);
    now = 99;
    expect(await recently.of('a', find)).toBe(1);
    expect(await recently.of('b', find)).toBe(2);
    now = 100;
    expect(await recently.of('a', find)).toBe(3);
  });

  test('keeps nothing of what failed or was not found: of those who waited one goes first, for all', async () => {
    const recently = new Recently<number>(100, () => 0);
    const first = createDeferred<undefined>();
    const { find, times } = counting();
    const asked = [recently.of('a', () => first.promise), recently.of('a', find), recently.of('a', find)];
    first.resolve(undefined);
    expect(await Promise.all(asked)).toEqual([undefined, 1, 1]);
    expect(times()).toBe(1);
    await expect(recently.of('b', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await recently.of('b', find)).toBe(2);
  });
});
