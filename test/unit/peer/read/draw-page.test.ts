import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitInto } from '../../../../peer/read/draw-page.ts';

describe('fitInto', () => {
  test.each([
    [595, 842, 60, 1000, { width: 60, height: 85 }],
    [595, 842, 1000, 85, { width: 60, height: 85 }],
    [842, 595, 60, 60, { width: 60, height: 42 }],
    [10, 10, 200, 300, { width: 200, height: 200 }],
    [10_000, 1, 50, 50, { width: 50, height: 1 }],
    [0, 0, 50, 50, { width: 50, height: 50 }],
  ])('fits %d x %d into %d x %d', (width, height, roomWidth, roomHeight, fitted) => {
    expect(fitInto({ width, height }, { width: roomWidth, height: roomHeight })).toEqual(fitted);
  });

  test('is never larger than the room, nor smaller than a pixel', () => {
    const points = fc.double({ min: 0, max: 1e6, noNaN: true });
    const pixels = fc.integer({ min: 1, max: 2000 });
    fc.assert(
      fc.property(points, points, pixels, pixels, (width, height, roomWidth, roomHeight) => {
        const fitted = fitInto({ width, height }, { width: roomWidth, height: roomHeight });
        expect(fitted.width).toBeGreaterThanOrEqual(1);
        expect(fitted.width).toBeLessThanOrEqual(roomWidth);
        expect(fitted.height).toBeGreaterThanOrEqual(1);
        expect(fitted.height).toBeLessThanOrEqual(roomHeight);
      }),
    );
  });
});
