import type { PageSet } from './page-map.ts';

/**
 * A function that names the sets that contain a page, ascending. It takes O(log n + found) for n runs in all, so
 * that a map with a million overlapping runs cannot make every page expensive (an augmented interval tree,
 * stored as a sorted array whose middles are the nodes).
 */
export function createRunIndex(sets: readonly PageSet[]): (page: number) => number[] {
  const runs = sets
    .flatMap((set, index) => set.map((run) => ({ first: run.first, end: run.end, set: index })))
    .sort((a, b) => a.first - b.first);
  const latestEnd = new Float64Array(runs.length); // of the subtree whose root is this node
  const measure = (low: number, high: number): number => {
    if (low >= high) return 0;
    const middle = (low + high) >>> 1;
    const below = Math.max(measure(low, middle), measure(middle + 1, high));
    latestEnd[middle] = Math.max(below, runs[middle]?.end ?? 0);
    return latestEnd[middle] ?? 0;
  };
  measure(0, runs.length);

  const collect = (page: number, low: number, high: number, found: number[]): void => {
    if (low >= high) return;
    const middle = (low + high) >>> 1;
    const run = runs[middle];
    if (run === undefined || (latestEnd[middle] ?? 0) <= page) return;
    collect(page, low, middle, found);
    if (run.first > page) return;
    if (run.end > page) found.push(run.set);
    collect(page, middle + 1, high, found);
  };

  return (page) => {
    const found: number[] = [];
    collect(page, 0, runs.length, found);
    return found.sort((a, b) => a - b);
  };
}
