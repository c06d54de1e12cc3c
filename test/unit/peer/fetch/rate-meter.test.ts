import { describe, expect, test } from '@jest/globals';
import { RateMeter } from '../../../../peer/fetch/rate-meter.ts';

function fed(bytes: number, everyMs: number, from: number, to: number, meter = new RateMeter()): RateMeter {
  for (let at = from; at <= to; at += everyMs) meter.add(bytes, at);
  return meter;
}

describe('RateMeter', () => {
  test('knows nothing before the second delivery', () => {
    const meter = new RateMeter();
    expect(meter.rate(5)).toBe(0);
    meter.add(1000, 10);
    expect(meter.rate(20)).toBe(0);
  });

  test('does not count the wait for the first bytes', () => {
    expect(fed(1000, 1, 5000, 6000).rate(6000)).toBeCloseTo(1000, -1);
  });

  test('forgets what is longer ago than two seconds', () => {
    const meter = fed(1000, 1, 0, 3000);
    fed(100, 1, 3001, 6000, meter);
    expect(meter.rate(6000)).toBeCloseTo(100, -1);
  });

  test('falls while nothing comes, and stays what it was when work was over', () => {
    const meter = fed(1000, 1, 0, 1000);
    expect(meter.rate(2000)).toBeCloseTo(500, -1);
    meter.pause();
    expect(meter.rate(9000)).toBeCloseTo(1000, -1);
  });
});
