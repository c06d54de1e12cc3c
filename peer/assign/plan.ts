import type { Layout } from '../../common/layout.ts';
import type { IndexRange } from '../../common/range.ts';
import { pageRuns } from './page-runs.ts';
import { assignLeaves } from './runs.ts';
import { publishedWeights } from './weights.ts';

/** What one holder is to deliver, by the published weights. */
export interface Share {
  /** 0-100, to two places: of what is still missing */
  readonly percent: number;
  /** leaves, ascending */
  readonly leaves: readonly number[];
  readonly pages: readonly IndexRange[];
}

/**
 * The first assignment, when nothing but the order of the holders is known.
 *
 * @param missing leaves that are not here, ascending
 * @param holders best first: whether each has a leaf
 * @returns a share for each holder
 */
export function planShares(
  layout: Layout,
  missing: readonly number[],
  holders: readonly ((leaf: number) => boolean)[],
): Share[] {
  const weights = publishedWeights(holders.length);
  const runs = assignLeaves(
    layout,
    missing,
    holders.map((has, place) => ({ has, weight: weights[place] ?? 0 })),
  );
  const pages = pageRuns(layout, runs);
  return runs.map((leaves, place) => ({
    leaves,
    percent: Math.round((weights[place] ?? 0) * 10_000) / 100,
    pages: pages[place] ?? [],
  }));
}
