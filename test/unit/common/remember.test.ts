import { describe, expect, test } from '@jest/globals';
import { remember } from '../../../common/remember.ts';

describe('remember', () => {
  test('forgets what was put in longest ago', () => {
    const map = new Map([['a', 1]]);
    remember(map, 'b', 2, 2);
    remember(map, 'a', 3, 2);
    remember(map, 'c', 4, 2);
    expect([...map]).toEqual([
      ['a', 3],
      ['c', 4],
    ]);
  });
});
