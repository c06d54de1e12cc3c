import type { ByteRange } from '../range.ts';
import type { Segments } from './page-map.ts';

/** Bytes of the file, and who owns them; numbers of owners are the caller's. */
export interface OwnedRange extends ByteRange {
  readonly owner: number;
}

/** Cuts `[0, size)` into segments: `ranges`, ascending and disjoint, and gaps that `gapOwner` owns. */
export function segmentsOf(ranges: readonly OwnedRange[], size: number, gapOwner: number): Segments {
  const lengths: number[] = [];
  const owners: number[] = [];
  const add = (length: number, owner: number): void => {
    if (length <= 0) return;
    const last = owners.length - 1;
    if (owners[last] === owner) lengths[last] = (lengths[last] ?? 0) + length;
    else {
      lengths.push(length);
      owners.push(owner);
    }
  };
  let at = 0;
  for (const { begin, end, owner } of ranges) {
    add(begin - at, gapOwner);
    add(end - begin, owner);
    at = end;
  }
  add(size - at, gapOwner);
  return { lengths: Float64Array.from(lengths), owners: Int32Array.from(owners) };
}
