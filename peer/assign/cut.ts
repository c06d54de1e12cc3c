import type { Layout } from '../../common/layout.ts';

/** How far a cut moves to fall between two parts, bytes: one leaf. Farther than this it falls between two leaves. */
const MAX_SHIFT = 262_144;

/**
 * The wanted leaves, laid end to end and cut at the cumulative weights.
 *
 * Each cut is moved to the nearest part border; where the part is so large that this would move it by more than one
 * leaf, to the nearest leaf border.
 *
 * @param wanted  leaf indexes, ascending
 * @param weights shares; any positive scale
 * @returns one list of leaf indexes a weight; together they are `wanted`
 */
export function cutLeaves(layout: Layout, wanted: readonly number[], weights: readonly number[]): number[][] {
  const ends = endOffsets(layout, wanted);
  const total = ends.at(-1) ?? 0;
  const scale = weights.reduce((sum, weight) => sum + weight, 0);

  const runs: number[][] = [];
  let first = 0;
  let share = 0;
  for (const [place, weight] of weights.entries()) {
    share += weight;
    const end =
      place === weights.length - 1
        ? wanted.length
        : nearestBorder(layout, wanted, ends, (total * share) / scale);
    runs.push(wanted.slice(first, Math.max(first, end)));
    first = Math.max(first, end);
  }
  return runs;
}

/** Where each wanted leaf ends, in bytes from the start of the first. */
function endOffsets(layout: Layout, wanted: readonly number[]): number[] {
  let at = 0;
  return wanted.map((leaf) => {
    at += layout.leaves[leaf]?.bytes ?? 0;
    return at;
  });
}

/** How many of the wanted leaves lie before the border nearest to `offset`. */
function nearestBorder(
  layout: Layout,
  wanted: readonly number[],
  ends: readonly number[],
  offset: number,
): number {
  const above = firstAtLeast(ends, offset);
  let border = { count: 0, distance: Number.POSITIVE_INFINITY };
  let leafBorder = border;
  const consider = (count: number): number => {
    const distance = Math.abs((ends[count - 1] ?? 0) - offset);
    if (distance < leafBorder.distance) leafBorder = { count, distance };
    if (betweenParts(layout, wanted, count) && distance < border.distance) border = { count, distance };
    return distance;
  };
  for (let count = above + 1; count <= wanted.length && consider(count) <= MAX_SHIFT; count++);
  for (let count = above; count >= 0 && consider(count) <= MAX_SHIFT; count--);
  return border.distance <= MAX_SHIFT ? border.count : leafBorder.count;
}

/** Whether the first `count` wanted leaves end where a part ends. */
function betweenParts(layout: Layout, wanted: readonly number[], count: number): boolean {
  const before = wanted[count - 1];
  const after = wanted[count];
  if (before === undefined || after === undefined) return true;
  return layout.leaves[before]?.part !== layout.leaves[after]?.part;
}

/** Index of the first of `ascending` that is at least `value`; its length if none is. */
function firstAtLeast(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
