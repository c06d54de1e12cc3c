import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { putU32, u32At } from '../../../../common/wire/u32.ts';

const anyU32 = fc.nat(0xffff_ffff);

describe('u32At', () => {
  test('reads what putU32 and a DataView write', () => {
    fc.assert(
      fc.property(anyU32, fc.nat(5), (value, at) => {
        const bytes = new Uint8Array(9).fill(0xaa);
        putU32(bytes, at, value);
        const same = new Uint8Array(9).fill(0xaa);
        new DataView(same.buffer).setUint32(at, value);
        expect(bytes).toEqual(same);
        expect(u32At(bytes, at)).toBe(value);
      }),
    );
  });
});
