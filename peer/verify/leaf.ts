import { hash } from 'node:crypto';
import type { Layout } from '../../common/layout.ts';

/**
 * Whether `bytes` are the bytes of `leaf`: the first bytes of their hash are those of the layout.
 *
 * @param bytes the whole leaf, its spans end to end
 */
export function leafIsRight(layout: Layout, leaf: number, bytes: Uint8Array): boolean {
  const { algorithm, length, bytes: digests } = layout.digests;
  const wanted = digests.subarray(leaf * length, (leaf + 1) * length);
  const got = hash(algorithm, bytes, 'buffer');
  return wanted.length === length && Buffer.compare(got.subarray(0, length), wanted) === 0;
}
