import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from '../../../../peer/limit/token-bucket.ts';

function aBucket(perSecond: number): TokenBucket {
  const bucket = new TokenBucket();
  bucket.setRate(perSecond, 0);
  return bucket;
}

describe('TokenBucket', () => {
  test('gives everything at once without a limit', () => {
    const bucket = aBucket(0);
    bucket.take(1e12, 0);
    expect(bucket.open(0)).toBe(true);
  });

  test('never gives more than its rate, but for one taking and what a quarter of a second leaves', () => {
    const takings = fc.array(fc.record({ after: fc.nat(400), bytes: fc.nat(50_000) }), { minLength: 1 });
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 5_000_000 }), takings, (rate, all) => {
        const bucket = aBucket(rate);
        let now = 0;
        let taken = 0;
        for (const { after, bytes } of all) {
          now += after;
          if (!bucket.open(now)) continue;
          expect(taken).toBeLessThanOrEqual((rate * (now + 250)) / 1000);
          bucket.take(bytes, now);
          taken += bytes;
        }
      }),
    );
  });

  test('is open exactly when it said, and gives its full rate to one who comes then', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 5_000_000 }),
        fc.integer({ min: 1, max: 50_000 }),
        (rate, bytes) => {
          const bucket = aBucket(rate);
          let now = 0;
          for (let count = 0; count < 50; count++) {
            now += bucket.waitMs(now);
            expect(bucket.open(now)).toBe(true);
            bucket.take(bytes, now);
          }
          expect(50 * bytes).toBeGreaterThanOrEqual((rate * (now - 50)) / 1000);
        },
      ),
    );
  });

  test('forgets what was owed when the limit changes', () => {
    const bucket = aBucket(1000);
    bucket.take(1, 0);
    bucket.take(1_000_000, 10);
    expect(bucket.open(10_000)).toBe(false);
    bucket.setRate(2000, 10_000);
    expect(bucket.open(10_001)).toBe(true);
  });
});
