import type { Layout } from '../../common/layout.ts';
import type { ByteRange } from '../../common/range.ts';

/** A stretch of one leaf: where it lies in the file, and where in the leaf. */
export interface LeafStretch {
  readonly leaf: number;
  readonly fileBegin: number;
  readonly leafBegin: number;
  readonly bytes: number;
}

/** Which leaf a byte of the file belongs to: all spans of a layout in file order, found by binary search. */
export class SpanIndex {
  readonly #begins: Float64Array;
  readonly #leaves: Int32Array;
  readonly #leafBegins: Uint32Array;
  readonly #size: number;

  constructor(layout: Layout) {
    const spans = layout.leaves.flatMap(({ spans }, leaf) => {
      let leafBegin = 0;
      return spans.map((span) => {
        const entry = { begin: span.begin, leaf, leafBegin };
        leafBegin += span.end - span.begin;
        return entry;
      });
    });
    spans.sort((a, b) => a.begin - b.begin);
    this.#begins = Float64Array.from(spans, (span) => span.begin);
    this.#leaves = Int32Array.from(spans, (span) => span.leaf);
    this.#leafBegins = Uint32Array.from(spans, (span) => span.leafBegin);
    this.#size = layout.size;
  }

  /** The stretches of leaves that make up `range`, in file order. */
  stretches({ begin, end }: ByteRange): LeafStretch[] {
    const found: LeafStretch[] = [];
    let at = begin;
    for (let place = this.#placeOf(begin); at < end; place++) {
      const spanBegin = this.#begins[place] ?? 0;
      const spanEnd = this.#begins[place + 1] ?? this.#size;
      const bytes = Math.min(end, spanEnd) - at;
      if (bytes <= 0) break;
      const leafBegin = (this.#leafBegins[place] ?? 0) + at - spanBegin;
      found.push({ leaf: this.#leaves[place] ?? 0, fileBegin: at, leafBegin, bytes });
      at += bytes;
    }
    return found;
  }

  /** Index of the span that holds `offset`. */
  #placeOf(offset: number): number {
    let low = 0;
    let high = this.#begins.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#begins[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}
