/** What is taken in one go, bytes: a full leaf, so that spans which touch are still joined. */
const STRETCH_BYTES = 262_144;
/** Leaves among which the rarest are looked for: enough for peers to go apart, cheap for large documents. */
const MAX_LOOKED_AT = 4096;

/** What one holder can be asked for when several fetch at once. */
export interface Offer {
  /** how many leaves the document has */
  readonly leaves: number;
  /** the leaf that it was asked for last, if any */
  readonly after: number | undefined;
  /** how many have a leaf, or soon will; `undefined` for one that it is not to be asked for */
  commonness(leaf: number): number | undefined;
  bytesOf(leaf: number): number;
}

/** Leaves side by side that are as rare as any that were looked at. */
interface Run {
  readonly first: number;
  length: number;
}

/**
 * What to ask a holder for when several fetch at once, so that each soon has something that others lack: a stretch of
 * the rarest leaves that it has. It goes on where the last one ended, if those are of the rarest, too: who ask the same
 * holder then seldom meet. Else it begins somewhere in the longest run of them, by lot.
 *
 * @param random in [0, 1)
 * @returns leaves, ascending; none if there is nothing to ask it for
 */
export function rarestStretch(offer: Offer, random: () => number): number[] {
  const { leaves, after, commonness, bytesOf } = offer;
  const start = after === undefined ? Math.floor(random() * leaves) : (after + 1) % leaves;
  const [next, longest] = rarestRuns(offer, start);
  if (longest === undefined) return [];
  const goesOn = after !== undefined && next?.first === start;
  const from = goesOn ? start : longest.first + Math.floor(random() * longest.length);
  const rarity = commonness(from);
  const stretch: number[] = [];
  let bytes = 0;
  for (let leaf = from; leaf < leaves && commonness(leaf) === rarity; leaf++) {
    bytes += bytesOf(leaf);
    if (bytes > STRETCH_BYTES && stretch.length > 0) break;
    stretch.push(leaf);
  }
  return stretch;
}

/** The first and the longest run of the rarest leaves, looking around from `start`. */
function rarestRuns({ leaves, commonness }: Offer, start: number): [Run | undefined, Run | undefined] {
  let least = Number.POSITIVE_INFINITY;
  let first: Run | undefined;
  let longest: Run | undefined;
  let run: Run | undefined;
  for (let looked = 0; looked < leaves; looked++) {
    if (looked >= MAX_LOOKED_AT && longest !== undefined) break;
    const leaf = (start + looked) % leaves;
    const common = commonness(leaf);
    if (common === undefined || common > least) {
      run = undefined;
      continue;
    }
    if (common < least) {
      least = common;
      first = longest = run = undefined;
    }
    if (run === undefined || leaf === 0) run = { first: leaf, length: 0 };
    run.length++;
    first ??= run;
    if (longest === undefined || run.length > longest.length) longest = run;
  }
  return [first, longest];
}
