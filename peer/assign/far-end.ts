/**
 * The leaves to take from the end of a run, until they hold `bytes`; at least one, if there is one.
 *
 * @param takeable leaves that may be taken, in the order of the run
 * @param bytesOf  bytes of a leaf
 */
export function farEnd(
  takeable: readonly number[],
  bytes: number,
  bytesOf: (leaf: number) => number,
): number[] {
  let taken = 0;
  let first = takeable.length;
  while (first > 0) {
    const more = bytesOf(takeable[first - 1] ?? 0);
    if (taken + more > bytes && taken > 0) break;
    taken += more;
    first--;
  }
  return takeable.slice(first);
}

/** A holder with nothing left to do, and one at work, as `doubled` sees them. */
export interface Pace {
  /** bytes/ms */
  readonly rate: number;
  /** until its next byte could come, ms */
  readonly latencyMs: number;
}

/** What asking twice must save, ms: less is noise. */
const DOUBLED_SAVES_MS = 40;

/**
 * The leaves to ask of `helper`, too, though their holder was asked for them: from the end of what it owes, as long as
 * the helper would have them clearly sooner. Holder and helper so meet somewhere, and whoever is first counts.
 *
 * @param owed what the holder owes, in the order in which it comes, with what is still missing of each, bytes
 * @param rate of the holder, bytes/ms; 0 when nothing comes from it
 * @param room bytes that the helper may be asked for
 * @returns leaves, the last first
 */
export function doubled(
  owed: readonly { readonly leaf: number; readonly missing: number; readonly bytes: number }[],
  rate: number,
  helper: Pace,
  room: number,
): number[] {
  let comesAfterMs = owed.reduce((sum, { missing }) => sum + missing, 0) / rate;
  let helperMs = helper.latencyMs;
  let asked = 0;
  const leaves: number[] = [];
  for (const { leaf, missing, bytes } of [...owed].reverse()) {
    helperMs += bytes / helper.rate;
    asked += bytes;
    if (!(comesAfterMs - helperMs >= DOUBLED_SAVES_MS) || (asked > room && leaves.length > 0)) break;
    leaves.push(leaf);
    if (rate > 0) comesAfterMs -= missing / rate;
  }
  return leaves;
}
