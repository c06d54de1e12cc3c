import type { ByteRange } from './range.ts';

/**
 * What a stretch of a document is for. A document with a page map has core, groups, pages, nav and rest; one
 * without has its BitTorrent pieces.
 */
export type PartKind = 'core' | 'group' | 'page' | 'nav' | 'rest' | 'piece';

/** A stretch of work: the bytes one page needs alone, or several pages share, or a piece. */
export interface Part {
  readonly kind: PartKind;
  /** page index, group index or piece index; 0 for core, nav and rest */
  readonly index: number;
  /** bytes in the part; 0 is possible, and then it has no leaves */
  readonly bytes: number;
  readonly firstLeaf: number;
  readonly endLeaf: number;
}

/** The unit of verification, of blame and of reassignment: at most 256 KiB of one part, or a whole piece. */
export interface Leaf {
  readonly part: number;
  readonly bytes: number;
  /** where its bytes lie in the file, in the order in which they are hashed */
  readonly spans: readonly ByteRange[];
}

/** How a leaf is checked: the first `length` bytes of the hash of its bytes. */
export interface LeafDigests {
  readonly algorithm: 'sha256' | 'sha1';
  /** bytes of a digest that are kept: 16 for a page map, 20 for pieces */
  readonly length: number;
  /** all digests, leaf after leaf: `leaves.length * length` bytes */
  readonly bytes: Uint8Array;
}

/**
 * A document as parts and leaves, which is all that planner, fetcher and verifier know of it. The leaves' spans
 * partition `[0, size)`.
 */
export interface Layout {
  readonly size: number;
  readonly pageCount: number;
  /** core, groups, pages, nav, rest; or the pieces */
  readonly parts: readonly Part[];
  /** in the order of their parts */
  readonly leaves: readonly Leaf[];
  readonly digests: LeafDigests;
  /** leaves that showing page `page` needs: those of its own part and of its groups */
  leavesOfPage(page: number): readonly number[];
}
