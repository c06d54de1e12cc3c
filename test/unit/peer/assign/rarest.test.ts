import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rarestStretch } from '../../../../peer/assign/assign.ts';

const small = () => 100_000;

/** What a holder of five leaves of 100 kB can be asked for; `common` of each, -1 for one that it is not asked for. */
function anOffer(common: readonly number[], after?: number, bytesOf = small) {
  return {
    leaves: common.length,
    after,
    commonness: (leaf: number) => (common[leaf] === -1 ? undefined : common[leaf]),
    bytesOf,
  };
}

describe('rarestStretch', () => {
  test('begins with one of the leaves that fewest have, and ends where they are less rare', () => {
    expect(rarestStretch(anOffer([2, 1, 2, 2, 2]), () => 0)).toEqual([1]);
    expect(rarestStretch(anOffer([2, 2, 1, 1, 2]), () => 0)).toEqual([2, 3]);
  });

  test('begins somewhere in the longest run of them, by lot', () => {
    const offer = anOffer([1, 2, 1, 1, 1, 1, 2]);
    const begun = [0, 0.2, 0.4, 0.6, 0.8].map((lot) => rarestStretch(offer, () => lot)[0] ?? -1);
    expect(begun.every((leaf) => leaf >= 2 && leaf <= 5)).toBe(true);
    expect(new Set(begun).size).toBeGreaterThan(2);
  });

  test('goes on where the last one ended while those are of the rarest, and goes elsewhere when not', () => {
    expect(rarestStretch(anOffer([1, 1, 1, 1, 1, 1], 1), () => 0.9)).toEqual([2, 3]);
    expect(rarestStretch(anOffer([1, 1, 2, 2, 1, 1], 1), () => 0)[0]).not.toBe(2);
    expect(rarestStretch(anOffer([1, 1, -1, 1, 1, 1], 1), () => 0)[0]).not.toBe(2);
  });

  test('is as long as one full leaf, or one leaf', () => {
    expect(rarestStretch(anOffer([1, 1, 1, 1], 3), () => 0)).toEqual([0, 1]);
    expect(
      rarestStretch(
        anOffer([1, 1, 1, 1], 3, () => 900_000),
        () => 0,
      ),
    ).toEqual([0]);
  });

  test('finds what there is, however much there is not, and nothing else', () => {
    const commonness = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 40 });
    const lot = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(commonness, fc.option(fc.nat(39), { nil: undefined }), lot, (common, after, drawn) => {
        const offer = anOffer(common, after === undefined ? undefined : after % common.length);
        const stretch = rarestStretch(offer, () => drawn);
        const least = Math.min(...common.filter((one) => one >= 0));
        expect(stretch.length > 0).toBe(common.some((one) => one >= 0));
        expect(stretch.every((leaf) => common[leaf] === least)).toBe(true);
        expect(stretch).toEqual(stretch.map((_, place) => (stretch[0] ?? 0) + place));
      }),
    );
    const far = 9000;
    const alone = {
      leaves: 10_000,
      after: 0,
      commonness: (leaf: number) => (leaf === far ? 1 : undefined),
      bytesOf: small,
    };
    expect(rarestStretch(alone, () => 0.5)).toEqual([far]);
  });
});
