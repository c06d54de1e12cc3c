import { type FileHandle, open } from 'node:fs/promises';
import type { Layout, Leaf } from '../../common/layout.ts';
import { lengthOf } from '../../common/range.ts';
import { leafIsRight } from '../verify/verify.ts';

/**
 * Tells whether leaves of the partial file at `path`, which nobody writes at the moment, are there and right. Each is
 * hashed when it is first asked for: there is no record of what has arrived.
 */
export function createLeafCheck(
  layout: Layout,
  path: string,
): (leaves: readonly number[]) => Promise<boolean> {
  const right = new Map<number, boolean>();
  return async (leaves) => {
    if (leaves.some((leaf) => right.get(leaf) === false)) return false;
    const unknown = leaves.filter((leaf) => !right.has(leaf));
    if (unknown.length === 0) return true;
    await using file = await open(path, 'r');
    for (const number of unknown) {
      const leaf = layout.leaves[number];
      const isRight = leaf !== undefined && leafIsRight(layout, number, await readLeaf(file, leaf));
      right.set(number, isRight);
      if (!isRight) return false;
    }
    return true;
  };
}

/** What is at the places of a leaf; zeros where the file ends before. */
async function readLeaf(file: FileHandle, { bytes, spans }: Leaf): Promise<Uint8Array> {
  const read = new Uint8Array(bytes);
  let at = 0;
  for (const span of spans) {
    await file.read(read, at, lengthOf(span), span.begin);
    at += lengthOf(span);
  }
  return read;
}
