import { createHash, type Hash } from 'node:crypto';
import type { ByteReader } from './byte-reader.ts';
import { forEachLeafSpan } from './page-layout.ts';
import { LEAF_BYTES, LEAF_DIGEST_BYTES, type PageMap, partBytes } from './page-map.ts';

/** A block of the file cache, so that blocks are hashed where they lie. */
const STEP_BYTES = 65_536;

/**
 * The digests of all leaves, in leaf order; reads the file once, from front to back.
 *
 * @param checkpoint called now and then; throws to give up
 */
export function leafDigests(
  map: Pick<PageMap, 'groups' | 'pages' | 'segments'>,
  reader: ByteReader,
  checkpoint: () => void,
): Uint8Array {
  const leaves = partBytes(map).reduce((sum, bytes) => sum + Math.ceil(bytes / LEAF_BYTES), 0);
  const digests = new Uint8Array(leaves * LEAF_DIGEST_BYTES);
  const open = new Map<number, { hash: Hash; bytes: number }>();
  const close = (leaf: number, hash: Hash): void => {
    digests.set(hash.digest().subarray(0, LEAF_DIGEST_BYTES), leaf * LEAF_DIGEST_BYTES);
    open.delete(leaf);
  };
  forEachLeafSpan(map, (leaf, { begin, end }) => {
    const entry = open.get(leaf) ?? { hash: createHash('sha256'), bytes: 0 };
    open.set(leaf, entry);
    for (let at = begin; at < end; ) {
      const next = Math.min(end, at - (at % STEP_BYTES) + STEP_BYTES);
      entry.hash.update(reader.read(at, next));
      at = next;
    }
    entry.bytes += end - begin;
    if (entry.bytes === LEAF_BYTES) close(leaf, entry.hash);
    checkpoint();
  });
  for (const [leaf, { hash }] of [...open]) close(leaf, hash);
  return digests;
}
