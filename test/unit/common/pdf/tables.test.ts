import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InternedTexts } from '../../../../common/pdf/interned-texts.ts';
import { RecentlyUsed } from '../../../../common/pdf/recently-used.ts';
import { SlotTable } from '../../../../common/pdf/slot-table.ts';

describe('SlotTable', () => {
  test('gives each number one slot, in the order of their coming', () => {
    const numbers = fc.array(fc.oneof(fc.nat(50), fc.nat(0x7fff_fffe)), { maxLength: 3000 });
    fc.assert(
      fc.property(numbers, (list) => {
        const table = new SlotTable();
        const slots = list.map((number) => table.add(number));
        const distinct = [...new Set(list)];
        expect(table.size).toBe(distinct.length);
        expect(slots).toEqual(list.map((number) => table.find(number)));
        expect(distinct.map((number) => table.find(number))).toEqual(distinct.map((_, at) => at));
        expect(table.find(0x7fff_ffff)).toBe(-1);
      }),
      { numRuns: 30 },
    );
  });
});

describe('RecentlyUsed', () => {
  test('lets go of what was not used for longest', () => {
    const cache = new RecentlyUsed<string>(10);
    cache.set(1, 'a', 4);
    cache.set(2, 'b', 4);
    expect(cache.get(1)).toBe('a');
    cache.set(3, 'c', 4);
    expect(cache.get(2)).toBeUndefined();
    expect([cache.get(1), cache.get(3)]).toEqual(['a', 'c']);
  });

  test('keeps the newest, whatever it weighs', () => {
    const cache = new RecentlyUsed<string>(10);
    cache.set(1, 'a', 4);
    cache.set(2, 'b', 100);
    expect([cache.get(1), cache.get(2)]).toEqual([undefined, 'b']);
  });
});

describe('InternedTexts', () => {
  test('gives the text, also where two fall on one place', () => {
    const texts = new InternedTexts();
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary-ascii', maxLength: 70 }), { maxLength: 50 }), (list) => {
        for (const text of list) {
          const bytes = Buffer.from(`<${text}>`, 'latin1');
          expect(texts.text(bytes, 1, bytes.length - 1)).toBe(text);
        }
      }),
    );
  });
});
