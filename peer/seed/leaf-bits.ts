import { bitfieldLength } from '../../common/bitfield.ts';

/** Those of `count` leaves or pieces that `holds` says yes to, as they travel. @see BEP 3, "bitfield" */
export function leafBits(count: number, holds: (index: number) => boolean): Uint8Array {
  const bits = new Uint8Array(bitfieldLength(count));
  for (let index = 0; index < count; index++) {
    if (holds(index)) bits[index >>> 3] = (bits[index >>> 3] ?? 0) | (0x80 >>> (index & 7));
  }
  return bits;
}
