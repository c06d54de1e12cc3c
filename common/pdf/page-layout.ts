import type { Layout, Leaf, Part, PartKind } from '../layout.ts';
import type { ByteRange } from '../range.ts';
import { groupPart, LEAF_BYTES, LEAF_DIGEST_BYTES, type PageMap, pagePart, partBytes } from './page-map.ts';
import { createRunIndex } from './run-index.ts';

/**
 * The document as parts and leaves. A part's segments are concatenated in file order and cut every `LEAF_BYTES`.
 *
 * @see docs/protocol/page-map.md, "Leaves"
 */
export function layoutOf(map: PageMap): Layout {
  const parts = partsOf(map);
  const groupsOf = createRunIndex(map.groups);
  const groupCount = map.groups.length;
  return {
    size: map.size,
    pageCount: map.pages.length,
    parts,
    leaves: leavesOf(map, parts),
    digests: { algorithm: 'sha256', length: LEAF_DIGEST_BYTES, bytes: map.digests },
    leavesOfPage(page) {
      const needed = [...groupsOf(page).map(groupPart), pagePart(groupCount, page)];
      return needed.flatMap((part) => leafIndexes(parts[part]));
    },
  };
}

/** Bytes that showing each page needs: its own part and its groups; in page order. */
export function needBytes(map: PageMap): number[] {
  const bytes = partBytes(map);
  const pageCount = map.pages.length;
  const steps = new Float64Array(pageCount + 1); // what the need grows and shrinks by from page to page
  for (const [group, set] of map.groups.entries()) {
    const shared = bytes[groupPart(group)] as number;
    for (const run of set) {
      steps[run.first] = (steps[run.first] as number) + shared;
      steps[run.end] = (steps[run.end] as number) - shared;
    }
  }
  let shared = 0;
  return map.pages.map((_, page) => {
    shared += steps[page] as number;
    return shared + (bytes[pagePart(map.groups.length, page)] as number);
  });
}

function leafIndexes(part: Part | undefined): number[] {
  if (part === undefined) return [];
  return Array.from({ length: part.endLeaf - part.firstLeaf }, (_, at) => part.firstLeaf + at);
}

function partsOf(map: PageMap): Part[] {
  let firstLeaf = 0;
  return Array.from(partBytes(map), (bytes, number) => {
    const endLeaf = firstLeaf + Math.ceil(bytes / LEAF_BYTES);
    const part = { ...nameOf(map, number), bytes, firstLeaf, endLeaf };
    firstLeaf = endLeaf;
    return part;
  });
}

function nameOf(map: PageMap, part: number): { kind: PartKind; index: number } {
  const groupCount = map.groups.length;
  const pageCount = map.pages.length;
  if (part === 0) return { kind: 'core', index: 0 };
  if (part <= groupCount) return { kind: 'group', index: part - 1 };
  if (part <= groupCount + pageCount) return { kind: 'page', index: part - 1 - groupCount };
  return { kind: part === groupCount + pageCount + 1 ? 'nav' : 'rest', index: 0 };
}

function leavesOf(map: PageMap, parts: readonly Part[]): Leaf[] {
  const leaves = parts.flatMap((part, number) =>
    leafIndexes(part).map((leaf) => ({
      part: number,
      bytes: Math.min(LEAF_BYTES, part.bytes - (leaf - part.firstLeaf) * LEAF_BYTES),
      spans: [] as ByteRange[],
    })),
  );
  forEachLeafSpan(map, (leaf, span) => leaves[leaf]?.spans.push(span));
  return leaves;
}

/** Calls `visit` for every stretch of the file that lies in one leaf, in file order. */
export function forEachLeafSpan(
  map: Pick<PageMap, 'groups' | 'pages' | 'segments'>,
  visit: (leaf: number, span: ByteRange) => void,
): void {
  const bytes = partBytes(map);
  const firstLeaf = new Float64Array(bytes.length);
  for (let part = 1; part < bytes.length; part++) {
    firstLeaf[part] = (firstLeaf[part - 1] as number) + Math.ceil((bytes[part - 1] as number) / LEAF_BYTES);
  }

  const done = new Float64Array(bytes.length);
  const { lengths, owners } = map.segments;
  let at = 0;
  for (let segment = 0; segment < lengths.length; segment++) {
    const owner = owners[segment] as number;
    const end = at + (lengths[segment] as number);
    while (at < end) {
      const before = done[owner] as number;
      const length = Math.min(end - at, LEAF_BYTES - (before % LEAF_BYTES));
      visit((firstLeaf[owner] as number) + Math.floor(before / LEAF_BYTES), { begin: at, end: at + length });
      done[owner] = before + length;
      at += length;
    }
  }
}
