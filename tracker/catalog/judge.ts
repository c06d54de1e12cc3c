import type { Publication, Withdrawal } from '../../common/tracker-api/publication.ts';

/** The last word of one publisher on one document. Kept after a withdrawal, so that an old publication stays old. */
export interface Standing {
  readonly sequence: number;
  readonly withdrawn: boolean;
}

/**
 * What becomes of a publication, given the publisher's last word on that document: it counts; it says nothing new (the
 * same again, or an older one); or its publisher has taken it back since.
 *
 * Statements are ordered by sequence alone, so that trackers that hear them in any order end up alike.
 */
export function judgePublication(
  { sequence }: Publication,
  last?: Standing,
): 'counts' | 'repeats' | 'withdrawn' {
  if (last === undefined || sequence > last.sequence) return 'counts';
  return last.withdrawn ? 'withdrawn' : 'repeats';
}

/**
 * What becomes of a withdrawal: it counts; it was made already; its publisher has published again since (`stale`); or
 * this key never published the document (`foreign`).
 */
export function judgeWithdrawal(
  { sequence }: Withdrawal,
  last?: Standing,
): 'counts' | 'repeats' | 'stale' | 'foreign' {
  if (last === undefined) return 'foreign';
  if (sequence > last.sequence) return 'counts';
  return last.withdrawn ? 'repeats' : 'stale';
}
