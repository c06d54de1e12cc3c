import type { ByteRange } from '../range.ts';
import type { PdfDocument } from './document.ts';
import { objectExtent } from './object-extents.ts';
import { NO_PAGES, type PageSets } from './page-sets.ts';
import { FOR_CORE, FOR_NOTHING } from './whole-document.ts';

/** Bytes of the file and what needs them. */
export interface NeededRange {
  readonly begin: number;
  readonly end: number;
  /** pages that need them; `NO_PAGES` if only the document as a whole does */
  readonly pages: number;
  /** FOR_CORE or FOR_NAV; counts if no page needs them */
  readonly purpose: number;
}

/** What is needed, ascending and disjoint, and what cannot be found by reading on from object to object. */
export interface Ownership {
  readonly ranges: readonly NeededRange[];
  readonly irregular: readonly ByteRange[];
}

interface Unit extends NeededRange {
  readonly regular: boolean;
}

/**
 * Turns needs of objects into needs of bytes. Objects that overlap, in files that someone broke, are needed by
 * whoever needs one of them.
 *
 * @param setOf page set by slot
 * @param marks purpose by slot
 * @param coreExtents header and cross-reference sections
 */
export function ownershipOf(
  document: PdfDocument,
  sets: PageSets,
  setOf: Int32Array,
  marks: Uint8Array,
  coreExtents: readonly ByteRange[],
): Ownership {
  const units = coreExtents.map(
    (range): Unit => ({ ...range, pages: NO_PAGES, purpose: FOR_CORE, regular: true }),
  );
  for (let slot = 0; slot < document.entries.size; slot++) {
    const pages = setOf[slot] as number;
    const purpose = marks[slot] as number;
    if (pages === NO_PAGES && purpose === FOR_NOTHING) continue;
    document.limits.checkpoint();
    const extent = objectExtent(document, document.entries.numbers[slot] as number);
    if (extent === undefined) continue;
    const { begin, end, regular } = extent;
    units.push({ begin, end, pages, purpose, regular });
  }
  units.sort((a, b) => a.begin - b.begin || a.end - b.end);
  return disjoint(units, sets);
}

function disjoint(units: readonly Unit[], sets: PageSets): Ownership {
  const ranges: NeededRange[] = [];
  const irregular: ByteRange[] = [];
  for (let at = 0; at < units.length; ) {
    const cluster = clusterAt(units, at);
    at += cluster.length;
    for (const { begin, end, pages, regular } of cluster) {
      if (cluster.length > 1 || (pages !== NO_PAGES && !regular)) irregular.push({ begin, end });
    }
    ranges.push(joined(cluster, sets));
  }
  return { ranges, irregular };
}

/** The unit at `at` and those that overlap it or each other. */
function clusterAt(units: readonly Unit[], at: number): Unit[] {
  const cluster: Unit[] = [];
  let end = -1;
  for (let next = units[at]; next !== undefined; next = units[at + cluster.length]) {
    if (cluster.length > 0 && next.begin >= end) break;
    cluster.push(next);
    end = Math.max(end, next.end);
  }
  return cluster;
}

function joined(cluster: readonly Unit[], sets: PageSets): NeededRange {
  const [only] = cluster;
  if (only !== undefined && cluster.length === 1) return only;
  const needed = cluster.map((unit) => unit.pages).filter((pages) => pages !== NO_PAGES);
  return {
    begin: Math.min(...cluster.map((unit) => unit.begin)),
    end: Math.max(...cluster.map((unit) => unit.end)),
    pages: sets.union([...new Set(needed)]),
    purpose: cluster.some((unit) => unit.purpose === FOR_CORE) ? FOR_CORE : (only?.purpose ?? FOR_NOTHING),
  };
}
