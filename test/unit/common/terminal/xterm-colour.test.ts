import { describe, expect, test } from '@jest/globals';
import { nearestXtermColour } from '../../../../common/terminal/xterm-colour.ts';

describe('nearestXtermColour', () => {
  test.each([
    [[0, 0, 0], 16],
    [[255, 255, 255], 231],
    [[255, 0, 0], 196],
    [[95, 135, 175], 67],
    [[96, 134, 170], 67],
    [[8, 8, 8], 232],
    [[129, 127, 128], 244],
    [[240, 238, 239], 255],
  ] as const)('takes %j for %i', (colour, number) => {
    expect(nearestXtermColour(colour)).toBe(number);
  });
});
