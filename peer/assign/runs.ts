import type { Layout } from '../../common/layout.ts';
import { cutLeaves } from './cut.ts';

/** Someone who can be given work. */
export interface Candidate {
  /** its share; any positive scale */
  readonly weight: number;
  /** whether it can deliver this leaf */
  has(leaf: number): boolean;
}

/**
 * The wanted leaves as one run a candidate, in layout order: core and groups first, then pages, nav and rest.
 *
 * Laid end to end, they are cut at the cumulative weights (`cutLeaves`). A leaf that its candidate lacks goes to the
 * one of those who have it that has the least to do for its weight; a leaf that nobody has is in no run.
 *
 * @param wanted leaf indexes, ascending
 * @returns as many lists of leaf indexes as there are candidates, each ascending
 */
export function assignLeaves(
  layout: Layout,
  wanted: readonly number[],
  candidates: readonly Candidate[],
): number[][] {
  const runs: number[][] = candidates.map(() => []);
  const load = candidates.map(() => 0);
  const homeless: number[] = [];
  const give = (leaf: number, to: number): void => {
    runs[to]?.push(leaf);
    load[to] = (load[to] ?? 0) + (layout.leaves[leaf]?.bytes ?? 0);
  };

  const cut = cutLeaves(
    layout,
    wanted,
    candidates.map((candidate) => candidate.weight),
  );
  for (const [place, run] of cut.entries()) {
    for (const leaf of run) {
      if (candidates[place]?.has(leaf)) give(leaf, place);
      else homeless.push(leaf);
    }
  }
  for (const leaf of homeless) {
    const to = leastLoaded(leaf, candidates, load);
    if (to !== undefined) give(leaf, to);
  }
  return runs.map((run) => run.sort((a, b) => a - b));
}

function leastLoaded(
  leaf: number,
  candidates: readonly Candidate[],
  load: readonly number[],
): number | undefined {
  let best: number | undefined;
  let bestLoad = Number.POSITIVE_INFINITY;
  for (const [place, candidate] of candidates.entries()) {
    const relative = (load[place] ?? 0) / candidate.weight;
    if (candidate.has(leaf) && relative < bestLoad) {
      best = place;
      bestLoad = relative;
    }
  }
  return best;
}
