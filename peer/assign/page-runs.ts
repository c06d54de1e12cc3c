import type { Layout } from '../../common/layout.ts';
import { type IndexRange, indexRuns } from '../../common/range.ts';

/**
 * The pages of each run of leaves, as page indexes. A page belongs to the run with the first leaf of its own bytes; one
 * that has none of its own (all it shows is shared) to that of the page before. Pages in no run are in none of the
 * results.
 */
export function pageRuns(layout: Layout, runs: readonly (readonly number[])[]): IndexRange[][] {
  const runOf = new Map<number, number>();
  for (const [run, leaves] of runs.entries()) for (const leaf of leaves) runOf.set(leaf, run);

  const pages: number[][] = runs.map(() => []);
  let current: number | undefined;
  for (const part of layout.parts) {
    if (part.kind !== 'page') continue;
    if (part.endLeaf > part.firstLeaf) current = runOf.get(part.firstLeaf);
    if (current !== undefined) pages[current]?.push(part.index);
  }
  return pages.map((indexes) => indexRuns(indexes));
}
