import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatAmount, parseAmount } from '../../../../peer/settings/amount.ts';

describe('parseAmount', () => {
  test.each([
    ['0', 0],
    ['500K', 500_000],
    ['1.5M', 1_500_000],
    [' 2 g ', 2_000_000_000],
    ['1T', 1e12],
    ['12345', 12_345],
  ])('reads %j', (text, bytes) => expect(parseAmount(text)).toBe(bytes));

  test.each(['', 'K', '-1', '1e3', '5KB/s', '1,5M', '9999T', 'NaN'])('does not read %j', (text) => {
    expect(parseAmount(text)).toBeUndefined();
  });

  test('reads what formatAmount writes', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(2), (digits, thousands) => {
        const bytes = digits * 1000 ** thousands;
        fc.pre(bytes <= 1e15);
        expect(parseAmount(formatAmount(bytes))).toBe(bytes);
      }),
    );
  });
});
