import { createHash } from 'node:crypto';
import type { Layout, Leaf, Part, PartKind } from '../../common/layout.ts';

/** A part to be made: its kind and bytes. */
export type PartPlan = readonly [PartKind, number];

const LEAF = 262_144;

/** A made-up layout whose parts lie end to end in the file; the digests are those of `bytesOfFile`. */
export function aLayout(plans: readonly PartPlan[]): Layout {
  const parts: Part[] = [];
  const leaves: Leaf[] = [];
  let offset = 0;
  let pages = 0;
  for (const [kind, bytes] of plans) {
    const firstLeaf = leaves.length;
    for (let at = 0; at < bytes; at += LEAF) {
      const length = Math.min(LEAF, bytes - at);
      leaves.push({
        part: parts.length,
        bytes: length,
        spans: [{ begin: offset + at, end: offset + at + length }],
      });
    }
    parts.push({ kind, index: kind === 'page' ? pages++ : 0, bytes, firstLeaf, endLeaf: leaves.length });
    offset += bytes;
  }
  const file = bytesOfFile(offset);
  const digests = leaves.map(({ spans: [span] }) =>
    createHash('sha256').update(file.subarray(span?.begin, span?.end)).digest().subarray(0, 16),
  );
  return {
    size: offset,
    pageCount: pages,
    parts,
    leaves,
    digests: { algorithm: 'sha256', length: 16, bytes: Buffer.concat(digests) },
    leavesOfPage: (page) => {
      const part = parts.find(({ kind, index }) => kind === 'page' && index === page);
      return part === undefined
        ? []
        : Array.from({ length: part.endLeaf - part.firstLeaf }, (_, i) => part.firstLeaf + i);
    },
  };
}

/** Bytes that differ from place to place. */
export function bytesOfFile(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = (at * 31 + (at >>> 8) * 17 + (at >>> 16)) & 0xff;
  return bytes;
}

/** A book of `pages` pages of `pageBytes` bytes, with a small core and rest. */
export function aBook(pages: number, pageBytes: number): Layout {
  const body = Array.from({ length: pages }, (): PartPlan => ['page', pageBytes]);
  return aLayout([['core', 5000], ...body, ['rest', 3000]]);
}

/** All leaves of `layout`, ascending. */
export function allLeaves(layout: Layout): number[] {
  return [...layout.leaves.keys()];
}
