import { describe, expect, test } from '@jest/globals';
import { rarestStretch } from '../../../../peer/assign/assign.ts';

const small = () => 100_000;

describe('rarestStretch', () => {
  test('is the start of the run where everybody has everything', () => {
    expect(
      rarestStretch(
        [5, 6, 7],
        3,
        () => 3,
        small,
        () => 0.9,
      ),
    ).toEqual({ first: 0, end: 2 });
  });

  test('begins with a leaf that fewest have, drawn by lot, and ends where leaves are less rare', () => {
    const heldBy = (leaf: number): number => (leaf === 7 || leaf === 9 ? 1 : 2);
    const drawn = (random: number) => rarestStretch([5, 6, 7, 8, 9], 3, heldBy, small, () => random);
    expect(drawn(0)).toEqual({ first: 2, end: 3 });
    expect(drawn(0.99)).toEqual({ first: 4, end: 5 });
  });

  test('is as long as one full leaf, or one leaf', () => {
    const run = [0, 1, 2, 3, 4, 5];
    expect(
      rarestStretch(
        run,
        2,
        () => 1,
        small,
        () => 0,
      ),
    ).toEqual({ first: 0, end: 2 });
    expect(
      rarestStretch(
        run,
        2,
        () => 1,
        () => 900_000,
        () => 0,
      ),
    ).toEqual({ first: 0, end: 1 });
  });
});
