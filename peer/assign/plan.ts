import type { Layout } from '../../common/layout.ts';
import type { IndexRange } from '../../common/range.ts';
import { pageRuns } from './page-runs.ts';
import { assignLeaves } from './runs.ts';
import { publishedWeights } from './weights.ts';

/** What one holder is to deliver, by the published weights. */
export interface Share {
  /** 0-100, to two places: of what was missing */
  readonly percent: number;
  /** leaves, ascending */
  readonly leaves: readonly number[];
  readonly pages: readonly IndexRange[];
}

/** One among whom the missing leaves are shared out. */
interface Sharer {
  has(leaf: number): boolean;
  /** leaves that it was asked for already: they belong to its share */
  readonly begun?: readonly number[];
}

/**
 * The first assignment, when nothing but the order of the holders is known.
 *
 * @param missing leaves that are to be shared out, ascending, those that are begun among them
 * @param holders best first
 * @returns a share for each holder
 */
export function planShares(layout: Layout, missing: readonly number[], holders: readonly Sharer[]): Share[] {
  const weights = publishedWeights(holders.length);
  const bytesOf = (leaves: readonly number[]): number =>
    leaves.reduce((sum, leaf) => sum + (layout.leaves[leaf]?.bytes ?? 0), 0);
  const total = bytesOf(missing);
  const begun = new Set(holders.flatMap((holder) => holder.begun ?? []));
  const candidates = holders.map((holder, place) => ({
    has: (leaf: number) => holder.has(leaf),
    // who has begun more than its share gets next to nothing, but is somebody to fall back on
    weight: Math.max(1, (weights[place] ?? 0) * total - bytesOf(holder.begun ?? [])),
  }));
  const rest = missing.filter((leaf) => !begun.has(leaf));
  const runs = assignLeaves(layout, rest, candidates).map((run, place) =>
    [...run, ...(holders[place]?.begun ?? [])].sort((a, b) => a - b),
  );
  const pages = pageRuns(layout, runs);
  return runs.map((leaves, place) => ({
    leaves,
    percent: Math.round((weights[place] ?? 0) * 10_000) / 100,
    pages: pages[place] ?? [],
  }));
}
