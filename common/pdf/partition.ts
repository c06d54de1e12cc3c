import { CodedError } from '../errors.ts';
import type { NeededRange } from './ownership.ts';
import {
  CORE_PART,
  groupPart,
  MAP_LIMITS,
  mostNeededFirst,
  navPart,
  type PageSet,
  pagePart,
  restPart,
  type Segments,
} from './page-map.ts';
import { NO_PAGES, type PageSets } from './page-sets.ts';
import { segmentsOf } from './segments.ts';
import { FOR_CORE } from './whole-document.ts';

/** More would be a map of some 20 MB; documents have thousands. */
const MAX_RUNS = 2_000_000;

/** The file, cut into parts. */
export interface Partition {
  readonly groups: readonly PageSet[];
  readonly segments: Segments;
}

/**
 * Cuts `[0, size)` by who needs what; gaps belong to the rest.
 *
 * @throws {CodedError} ERR_PDF_TOO_FRAGMENTED
 */
export function partition(
  ranges: readonly NeededRange[],
  sets: PageSets,
  size: number,
  pageCount: number,
): Partition {
  const groups = groupsOf(ranges, sets);
  const partOf = new Map(groups.map(({ set }, index) => [set, groupPart(index)]));
  const nav = navPart(groups.length, pageCount);
  const owned = ranges.map(({ begin, end, pages, purpose }) => {
    if (pages === NO_PAGES) return { begin, end, owner: purpose === FOR_CORE ? CORE_PART : nav };
    const owner = partOf.get(pages) ?? pagePart(groups.length, sets.onlyPage(pages));
    return { begin, end, owner };
  });
  const segments = segmentsOf(owned, size, restPart(groups.length, pageCount));
  if (segments.lengths.length > MAP_LIMITS.segments) throw tooFragmented();
  return { groups: groups.map(({ runs }) => runs), segments };
}

function groupsOf(ranges: readonly NeededRange[], sets: PageSets): { set: number; runs: PageSet }[] {
  const groups: { set: number; runs: PageSet }[] = [];
  let runCount = 0;
  for (const set of new Set(ranges.map((range) => range.pages))) {
    if (set === NO_PAGES || sets.onlyPage(set) >= 0) continue;
    const runs = sets.runsOf(set);
    runCount += runs.length;
    if (runCount > MAX_RUNS) throw tooFragmented();
    groups.push({ set, runs });
  }
  if (groups.length > MAP_LIMITS.groups) throw tooFragmented();
  return groups.sort((a, b) => mostNeededFirst(a.runs, b.runs));
}

/** The error that says that a map would be too large to be of use. */
export function tooFragmented(): CodedError {
  return new CodedError('ERR_PDF_TOO_FRAGMENTED', 'its pages share their bytes in too many ways');
}
