import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Bitfield, bitfieldLength } from '../../../common/bitfield.ts';
import { thrownCode } from '../../support/vectors.ts';

describe('Bitfield', () => {
  test('is what was added, and survives the wire', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.array(fc.nat(299)), (length, indexes) => {
        const bitfield = new Bitfield(length);
        for (const index of indexes) bitfield.add(index);
        const expected = [...new Set(indexes)].filter((index) => index < length).sort((a, b) => a - b);
        const copy = Bitfield.decode(bitfield.encode(), length);
        expect([...copy.indexes()]).toEqual(expected);
        expect(copy.count).toBe(expected.length);
        expect(copy.isFull).toBe(expected.length === length);
      }),
    );
  });

  test('has index 0 in the high bit of the first byte', () => {
    const bitfield = new Bitfield(11);
    bitfield.add(0);
    bitfield.add(10);
    expect([...bitfield.encode()]).toEqual([0x80, 0x20]);
  });

  test('says whether an index is news', () => {
    const bitfield = new Bitfield(8);
    expect([bitfield.add(3), bitfield.add(3), bitfield.add(8), bitfield.add(-1)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test.each([0, 1, 7, 8, 9])('is full with %p bits, spare ones 0', (length) => {
    const full = Bitfield.full(length);
    expect(full.isFull).toBe(true);
    expect(Bitfield.decode(full.encode(), length).isFull).toBe(true);
    expect(full.has(length)).toBe(false);
  });

  test.each([
    ['too short', [0xff], 9],
    ['too long', [0xff, 0, 0], 9],
    ['with a spare bit', [0xff, 0xc0], 9],
    ['with a bit for no piece', [1], 0],
  ])('refuses one that is %s', (_, bytes, length) => {
    expect(thrownCode(() => Bitfield.decode(Uint8Array.from(bytes), length))).toBe('ERR_BITFIELD_MALFORMED');
  });

  test('accepts exactly the bytes with no spare bit', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), fc.nat(32), (bytes, length) => {
        const bits = [...bytes].flatMap((byte) => [...byte.toString(2).padStart(8, '0')]);
        const fits = bytes.length === bitfieldLength(length) && !bits.slice(length).includes('1');
        expect(thrownCode(() => Bitfield.decode(bytes, length))).toBe(
          fits ? undefined : 'ERR_BITFIELD_MALFORMED',
        );
      }),
    );
  });
});
