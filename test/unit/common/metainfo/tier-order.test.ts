import { describe, expect, test } from '@jest/globals';
import { TierOrder } from '../../../../common/metainfo/tier-order.ts';
import { seeded } from '../../../support/seeded.ts';

const TIERS = [['a', 'b', 'c', 'd'], ['e', 'f'], ['g']];

describe('TierOrder', () => {
  test('shuffles within each tier, and keeps the order of tiers', () => {
    const orders = Array.from({ length: 50 }, (_, seed) => new TierOrder(TIERS, seeded(seed)).urls());
    for (const order of orders) {
      expect(new Set(order.slice(0, 4))).toEqual(new Set(['a', 'b', 'c', 'd']));
      expect(new Set(order.slice(4, 6))).toEqual(new Set(['e', 'f']));
      expect(order[6]).toBe('g');
    }
    expect(new Set(orders.map((order) => order[0])).size).toBe(4);
  });

  test('moves one that worked to the front of its tier, and no further', () => {
    const order = new TierOrder(TIERS, () => 0.999);
    order.worked('c');
    expect(order.urls()).toEqual(['c', 'a', 'b', 'd', 'e', 'f', 'g']);
    order.worked('f');
    expect(order.urls()).toEqual(['c', 'a', 'b', 'd', 'f', 'e', 'g']);
  });

  test('names a tracker once that stands in two tiers', () => {
    expect(new TierOrder([['a'], ['b', 'a']], () => 0.999).urls()).toEqual(['a', 'b']);
  });
});
