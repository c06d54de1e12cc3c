import { createHash } from 'node:crypto';
import { formatHex } from '../bytes.ts';
import type { ByteRange, IndexRange } from '../range.ts';

/** Pages that need the same shared bytes: ascending runs that neither overlap nor touch. */
export type PageSet = readonly IndexRange[];

/** Where the page's dictionary is found, and what it inherits. */
export interface PageSource {
  /** object number of the page object; 0 for a page whose dictionary stands in its parent's `/Kids` */
  readonly object: number;
  /** index into `PageMap.attributes` */
  readonly attributes: number;
}

/** A member of an object stream that is not the object of that number: a later update or another stream has it. */
export interface DeadMember {
  /** object number of the object stream */
  readonly container: number;
  /** place in the object stream, from 0 */
  readonly index: number;
}

/** Consecutive stretches of the file from offset 0 on: `lengths[i]` bytes belong to part `owners[i]` of the layout. */
export interface Segments {
  readonly lengths: Float64Array;
  readonly owners: Int32Array;
}

/**
 * Which bytes of a PDF each page needs, and what extracting pages needs besides: `docs/protocol/page-map.md`.
 *
 * Parts are counted in the order of the layout: core, groups, pages, nav, rest. Texts are PDF dictionaries in
 * PDF syntax, serialised by the publisher.
 */
export interface PageMap {
  /** bytes of the document */
  readonly size: number;
  /** whether the cross-reference table was broken and the objects were found by searching */
  readonly rebuilt: boolean;
  /** page sets of the groups; the most needed first */
  readonly groups: readonly PageSet[];
  readonly segments: Segments;
  /** in page order */
  readonly pages: readonly PageSource[];
  /** what pages inherit (Resources, MediaBox, CropBox, Rotate), or, for `object` 0, the page dictionary itself */
  readonly attributes: readonly Uint8Array[];
  /** entries of the document catalog that drawing needs: OCProperties and AcroForm; `<<>>` without any */
  readonly catalog: Uint8Array;
  /** Encrypt and ID of the trailer of an encrypted document; else `<<>>` */
  readonly trailer: Uint8Array;
  /** ascending by container, then index */
  readonly deadMembers: readonly DeadMember[];
  /** objects whose extent cannot be found by reading on from one object to the next; ascending */
  readonly irregular: readonly ByteRange[];
  /** one digest a leaf, in leaf order: SHA-256, truncated to 16 bytes */
  readonly digests: Uint8Array;
}

/** A leaf is at most this long: 16 requests of 16 KiB, so that take-over costs little. docs/protocol/page-map.md */
export const LEAF_BYTES = 262_144;
/** 128 bits of a SHA-256: no second preimage, and half the map. */
export const LEAF_DIGEST_BYTES = 16;

/** What a map may have; larger ones are neither built nor read. docs/protocol/page-map.md, "Limits" */
export const MAP_LIMITS = {
  /** a 200,000-page document's map has some 5 MB; beyond this it is not a document but an attack */
  blobBytes: 67_108_864,
  pages: 200_000,
  segments: 4_000_000,
  groups: 1_000_000,
  /** dead members, and irregular objects */
  listed: 1_000_000,
  /** Acrobat stops at 8,388,607 objects; other writers go further, none beyond 31 bits */
  objectNumber: 0x7fff_ffff,
} as const;

/** Part number of the core. */
export const CORE_PART = 0;
/** Part number of group `index`. */
export function groupPart(index: number): number {
  return 1 + index;
}
/** Part number of page `index` of a map with `groupCount` groups. */
export function pagePart(groupCount: number, index: number): number {
  return 1 + groupCount + index;
}
/** Part number of nav. */
export function navPart(groupCount: number, pageCount: number): number {
  return 1 + groupCount + pageCount;
}
/** Part number of the rest, the last. */
export function restPart(groupCount: number, pageCount: number): number {
  return navPart(groupCount, pageCount) + 1;
}

/** Pages in `set`. */
export function pagesIn(set: PageSet): number {
  return set.reduce((sum, run) => sum + run.end - run.first, 0);
}

/** Orders page sets as the groups of a map: more pages first, then by the first page in which they differ. */
export function mostNeededFirst(a: PageSet, b: PageSet): number {
  const byCount = pagesIn(b) - pagesIn(a);
  if (byCount !== 0) return byCount;
  for (const [at, run] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    if (run.first !== other.first) return run.first - other.first;
    if (run.end !== other.end) return other.end - run.end;
  }
  return 0;
}

/** Bytes of each part, in part order. */
export function partBytes(map: Pick<PageMap, 'groups' | 'pages' | 'segments'>): Float64Array {
  const bytes = new Float64Array(restPart(map.groups.length, map.pages.length) + 1);
  const { lengths, owners } = map.segments;
  for (let at = 0; at < lengths.length; at++) {
    const owner = owners[at] as number;
    bytes[owner] = (bytes[owner] as number) + (lengths[at] as number);
  }
  return bytes;
}

/** SHA-256 of a map's blob, hexadecimal: what a publication names. */
export function digestOfMap(blob: Uint8Array): string {
  return formatHex(createHash('sha256').update(blob).digest());
}
