import type { Layout, Part } from '../../common/layout.ts';
import type { PageHeat } from '../operations/operations.ts';

/** Somebody a document is being fetched from. */
export interface HeatSource {
  readonly address: string;
  has(leaf: number): boolean;
  /** leaves that he was given to deliver and has not */
  readonly owed: Iterable<number>;
}

/** The cells of a document, as the leaves that are theirs alone: its pages, or its pieces where no page is mapped. */
export interface Cells {
  readonly unit: PageHeat['unit'];
  readonly leaves: readonly (readonly number[])[];
}

/** The cells of `layout`. A page without bytes of its own has the leaves that it shares. */
export function cellsOf(layout: Layout): Cells {
  if (layout.pageCount === 0) return { unit: 'piece', leaves: layout.parts.map(leavesOf) };
  const leaves: (readonly number[])[] = new Array(layout.pageCount).fill([]);
  for (const part of layout.parts) {
    if (part.kind !== 'page') continue;
    leaves[part.index] = part.bytes > 0 ? leavesOf(part) : layout.leavesOfPage(part.index);
  }
  return { unit: 'page', leaves };
}

/** How each cell of a document stands that is here in part, and is or is not being fetched from `sources`. */
export function heatOf(
  { unit, leaves }: Cells,
  layout: Layout,
  holds: (leaf: number) => boolean,
  sources: readonly HeatSource[],
): PageHeat {
  const owner = new Int32Array(layout.leaves.length).fill(-1);
  for (const [place, { owed }] of sources.entries()) for (const leaf of owed) owner[leaf] = place;
  return {
    unit,
    pages: leaves.length,
    held: leaves.map((cell) => heldShare(cell, layout, holds)),
    estimated: false,
    arriving: leaves.map((cell) => {
      const coming = cell.find((leaf) => (owner[leaf] ?? -1) >= 0);
      return coming === undefined ? -1 : (owner[coming] ?? -1);
    }),
    availability: leaves.map(
      (cell) => sources.filter((source) => cell.every((leaf) => source.has(leaf))).length,
    ),
    holders: sources.map(({ address }) => address),
  };
}

/** The same for all `count` cells, and nothing arrives. */
export function evenHeat(
  unit: PageHeat['unit'],
  count: number,
  { held, estimated, availability }: { held: number; estimated: boolean; availability: number },
): PageHeat {
  return {
    unit,
    pages: count,
    held: new Array(count).fill(held),
    estimated,
    arriving: new Array(count).fill(-1),
    availability: new Array(count).fill(availability),
    holders: [],
  };
}

/** Verified bytes of a cell in percent; 100 only when all of it is, 0 only when nothing is. */
function heldShare(cell: readonly number[], layout: Layout, holds: (leaf: number) => boolean): number {
  let bytes = 0;
  let held = 0;
  for (const leaf of cell) {
    const size = layout.leaves[leaf]?.bytes ?? 0;
    bytes += size;
    if (holds(leaf)) held += size;
  }
  if (held === bytes) return 100;
  return held === 0 ? 0 : Math.min(99, Math.max(1, Math.round((100 * held) / bytes)));
}

function leavesOf({ firstLeaf, endLeaf }: Part): number[] {
  return Array.from({ length: endLeaf - firstLeaf }, (_, at) => firstLeaf + at);
}
