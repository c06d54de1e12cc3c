import { describe, expect, test } from '@jest/globals';
import { Allowance } from '../../../../peer/seed/allowance.ts';

describe('Allowance', () => {
  test('grants so many bytes in each window, and no part of what exceeds them', () => {
    const allowance = new Allowance(100, 10);
    expect([
      allowance.take(60, 0),
      allowance.take(50, 1),
      allowance.take(40, 9),
      allowance.take(1, 9),
    ]).toEqual([true, false, true, false]);
    expect([allowance.take(100, 10), allowance.take(1, 19), allowance.take(1, 20)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
