import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Rate } from '../../../common/rate.ts';

describe('Rate', () => {
  test('is the average of the last two seconds', () => {
    const rate = new Rate();
    for (let now = 0; now < 10_000; now += 50) rate.add(500, now);
    expect(rate.perSecond(10_000)).toBeGreaterThan(8_500);
    expect(rate.perSecond(10_000)).toBeLessThan(11_500);
    expect(rate.total).toBe(100_000);
  });

  test('falls to 0 within two seconds of silence, and the total stays', () => {
    const rate = new Rate();
    rate.add(4_000, 1_000);
    expect(rate.perSecond(2_000)).toBe(4_000);
    expect(rate.perSecond(3_100)).toBe(0);
    expect(rate.total).toBe(4_000);
  });

  test('knows nothing before anything came', () => {
    expect(new Rate().perSecond(5)).toBe(0);
  });

  test('starts anew after a pause', () => {
    const rate = new Rate();
    rate.add(1_000_000, 0);
    rate.add(1_000, 60_000);
    expect(rate.perSecond(61_000)).toBe(1_000);
  });

  test('is never negative, never more than all within its shortest time, and 0 in the end', () => {
    const steps = fc.array(fc.tuple(fc.nat(100_000), fc.nat(3_000)), { maxLength: 50 });
    fc.assert(
      fc.property(steps, (added) => {
        const rate = new Rate();
        let now = 0;
        let sum = 0;
        for (const [amount, ms] of added) {
          now += ms;
          sum += amount;
          rate.add(amount, now);
          expect(rate.perSecond(now)).toBeGreaterThanOrEqual(0);
          expect(rate.perSecond(now)).toBeLessThanOrEqual(4 * sum);
        }
        expect(rate.total).toBe(sum);
        expect(rate.perSecond(now + 2_500)).toBe(0);
      }),
    );
  });
});
