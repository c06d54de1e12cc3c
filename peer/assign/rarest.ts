/** What is taken in one go from where the rarest leaf lies, bytes: a full leaf, so that spans which touch are still joined. */
const STRETCH_BYTES = 262_144;

/**
 * Where in a run to go on when several fetch at once, so that each has something that others lack: a stretch of the run
 * that begins with one of its rarest leaves, drawn at random, and goes on while leaves are as rare. The start of the
 * run where everybody has everything.
 *
 * @param run        leaves, in the order of the run; not empty
 * @param holders    how many there are
 * @param heldBy     how many of them have a leaf
 * @param random     in [0, 1)
 * @returns indexes in `run`, half-open
 */
export function rarestStretch(
  run: readonly number[],
  holders: number,
  heldBy: (leaf: number) => number,
  bytesOf: (leaf: number) => number,
  random: () => number,
): { first: number; end: number } {
  const held = run.map(heldBy);
  const rarest = Math.min(...held);
  const candidates = [...held.keys()].filter((place) => held[place] === rarest);
  const drawn = rarest >= holders ? 0 : Math.floor(random() * candidates.length);
  const first = candidates[drawn] ?? 0;
  let end = first + 1;
  let bytes = bytesOf(run[first] ?? 0);
  while (held[end] === rarest && bytes + bytesOf(run[end] ?? 0) <= STRETCH_BYTES)
    bytes += bytesOf(run[end++] ?? 0);
  return { first, end };
}
