import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Meter } from '../../../../tracker/traffic/traffic.ts';

describe('Meter', () => {
  test('tells the last full second, the last minute and all', () => {
    const meter = new Meter();
    for (const at of [1_000, 1_100, 1_900, 2_100]) meter.count(at);
    expect(meter.rate(2_999)).toEqual({ lastSecond: 3, lastMinute: 3, total: 4 });
    expect(meter.rate(3_000)).toEqual({ lastSecond: 1, lastMinute: 4, total: 4 });
    expect(meter.rate(61_999)).toEqual({ lastSecond: 0, lastMinute: 4, total: 4 });
    expect(meter.rate(62_000)).toEqual({ lastSecond: 0, lastMinute: 1, total: 4 });
    expect(meter.rate(1e12)).toEqual({ lastSecond: 0, lastMinute: 0, total: 4 });
  });

  test('counts as a list of all moments would', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 60 }), (pauses) => {
        const meter = new Meter();
        const moments: number[] = [];
        let now = 5_000_000;
        for (const pause of pauses) {
          now += pause;
          moments.push(now);
          meter.count(now);
        }
        const second = Math.floor(now / 1000);
        const expected = Array.from(
          { length: 60 },
          (_, at) => moments.filter((moment) => Math.floor(moment / 1000) === second - 60 + at).length,
        );
        expect(meter.history(now)).toEqual(expected);
      }),
    );
  });

  test('survives a clock that is set back', () => {
    const meter = new Meter();
    meter.count(100_000);
    meter.count(1_000);
    expect(meter.rate(101_000)).toEqual({ lastSecond: 2, lastMinute: 2, total: 2 });
  });
});
