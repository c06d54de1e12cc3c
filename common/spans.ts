import type { ByteRange } from './range.ts';

/**
 * A set of bytes of a file, kept as the fewest disjoint ascending ranges. Finding is a binary search; adding moves the
 * ranges behind, a block move that stays cheap for tens of thousands of them.
 */
export class Spans {
  readonly #begins: number[] = [];
  readonly #ends: number[] = [];
  #total = 0;

  constructor(ranges: Iterable<ByteRange> = []) {
    for (const range of ranges) this.add(range);
  }

  /** Bytes in the set. */
  get total(): number {
    return this.#total;
  }

  /** Bytes from 0 on that are in the set without a gap. */
  get prefix(): number {
    return this.#begins[0] === 0 ? (this.#ends[0] ?? 0) : 0;
  }

  /** Ranges in the set. */
  get count(): number {
    return this.#begins.length;
  }

  /** Adds the bytes of `range`; what is in the set already stays. */
  add({ begin, end }: ByteRange): void {
    if (begin >= end) return;
    const newest = this.#ends.length - 1;
    if (this.#ends[newest] === begin) {
      // what arrives in order only makes the last range longer
      this.#ends[newest] = end;
      this.#total += end - begin;
      return;
    }
    // neighbours that only touch are joined, too
    const first = this.#firstEndingAtOrAfter(begin);
    const last = this.#firstBeginningAfter(end);
    const joined = this.#bounds(first, last, { begin, end });
    this.#splice(first, last, [joined]);
  }

  /** Takes the bytes of `range` out. */
  remove({ begin, end }: ByteRange): void {
    if (begin >= end) return;
    const first = this.#firstEndingAtOrAfter(begin + 1);
    const last = this.#firstBeginningAfter(end - 1);
    if (first === last) return;
    const bounds = this.#bounds(first, last, { begin, end });
    const kept = [
      { begin: bounds.begin, end: begin },
      { begin: end, end: bounds.end },
    ];
    this.#splice(
      first,
      last,
      kept.filter((range) => range.begin < range.end),
    );
  }

  /** Whether every byte of `range` is in the set; an empty range always is. */
  has({ begin, end }: ByteRange): boolean {
    if (begin >= end) return true;
    const at = this.#firstEndingAtOrAfter(end);
    return (this.#begins[at] ?? Number.POSITIVE_INFINITY) <= begin;
  }

  /** The bytes of `range` that are not in the set, ascending. */
  missing({ begin, end }: ByteRange): ByteRange[] {
    const gaps: ByteRange[] = [];
    let from = begin;
    for (let at = this.#firstEndingAtOrAfter(begin + 1); from < end; at++) {
      const next = Math.min(this.#begins[at] ?? end, end);
      if (next > from) gaps.push({ begin: from, end: next });
      from = this.#ends[at] ?? end;
    }
    return gaps;
  }

  /** The set, ascending: disjoint, not touching. */
  *ranges(): Generator<ByteRange> {
    for (let at = 0; at < this.#begins.length; at++) {
      yield { begin: this.#begins[at] ?? 0, end: this.#ends[at] ?? 0 };
    }
  }

  /** `range` widened to the outer borders of the ranges `first` to `last - 1`. */
  #bounds(first: number, last: number, range: ByteRange): ByteRange {
    if (first >= last) return range;
    return {
      begin: Math.min(range.begin, this.#begins[first] ?? range.begin),
      end: Math.max(range.end, this.#ends[last - 1] ?? range.end),
    };
  }

  #splice(first: number, last: number, ranges: readonly ByteRange[]): void {
    for (let at = first; at < last; at++) this.#total -= (this.#ends[at] ?? 0) - (this.#begins[at] ?? 0);
    for (const range of ranges) this.#total += range.end - range.begin;
    this.#begins.splice(first, last - first, ...ranges.map((range) => range.begin));
    this.#ends.splice(first, last - first, ...ranges.map((range) => range.end));
  }

  /** Ranges are ascending, so their ends are, too. */
  #firstEndingAtOrAfter(offset: number): number {
    return lowerBound(this.#ends, offset);
  }

  #firstBeginningAfter(offset: number): number {
    return lowerBound(this.#begins, offset + 1);
  }
}

/** The index of the first of the ascending `values` that is at least `wanted`. */
function lowerBound(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? wanted) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
