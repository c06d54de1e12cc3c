/** Bytes of a file, half-open: `begin <= offset < end`. */
export interface ByteRange {
  readonly begin: number;
  readonly end: number;
}

/** Pages or pieces, half-open: `first <= index < end`. */
export interface IndexRange {
  readonly first: number;
  readonly end: number;
}

/** Bytes in `range`. */
export function lengthOf(range: ByteRange): number {
  return range.end - range.begin;
}

/** Sum of the lengths of `ranges`, bytes; they are taken to be disjoint. */
export function totalLength(ranges: readonly ByteRange[]): number {
  return ranges.reduce((sum, range) => sum + lengthOf(range), 0);
}

/**
 * The same bytes as `ranges` in the fewest ranges: ascending, disjoint, not touching. Empty ranges vanish.
 */
export function coalesce(ranges: readonly ByteRange[]): ByteRange[] {
  const ascending = ranges.filter((range) => range.end > range.begin).sort((a, b) => a.begin - b.begin);
  const joined: { begin: number; end: number }[] = [];
  for (const { begin, end } of ascending) {
    const last = joined.at(-1);
    if (last !== undefined && begin <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ begin, end });
  }
  return joined;
}

/** The consecutive indexes of `indexes` (ascending, no doubles) as ranges. */
export function indexRuns(indexes: readonly number[]): IndexRange[] {
  const runs: { first: number; end: number }[] = [];
  for (const index of indexes) {
    const last = runs.at(-1);
    if (last !== undefined && last.end === index) last.end++;
    else runs.push({ first: index, end: index + 1 });
  }
  return runs;
}
