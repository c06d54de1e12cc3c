/** How many are served at one time, the optimistic one among them. @see BEP 3, "choking" */
export const UPLOAD_SLOTS = 4;
/** How much likelier one who never had a slot gets the optimistic one. @see BEP 3 */
const NEWCOMER_WEIGHT = 3;

/** Somebody on a connection who may want something of us. */
export interface Contender {
  readonly interested: boolean;
  /** whether it has a slot */
  readonly unchoked: boolean;
  /** whether it has a slot and asks for nothing */
  readonly idle: boolean;
  /** whether it has never had a slot */
  readonly newcomer: boolean;
  /** how much it has of what it wants, 0 to 1 */
  readonly held: number;
  /** bytes of the last round: those it sent us while we fetch the document, those it took while we only serve it */
  readonly merit: number;
  /** since when it waits for a slot, or has had one, ms; only the order counts */
  readonly since: number;
}

/** Who is served from now on. */
export interface Deal<C> {
  readonly unchoked: readonly C[];
  /** the one of them whose merit did not count; `undefined` while there is room for all */
  readonly optimistic: C | undefined;
}

/**
 * Deals all slots anew: all but one to those of the highest merit, the last one by lot, so that better ones are found and
 * nobody is shut out. Who asks for nothing gets what is left over.
 *
 * @param random from 0 to below 1
 */
export function dealSlots<C extends Contender>(
  contenders: readonly C[],
  random: number,
  slots = UPLOAD_SLOTS,
): Deal<C> {
  const busy = contenders.filter((one) => one.interested && !one.idle).sort(worthiestFirst);
  if (busy.length <= slots) {
    return { unchoked: [...busy, ...unused(contenders)].slice(0, slots), optimistic: undefined };
  }
  const optimistic = drawn(busy.slice(slots - 1), random);
  const regular = busy.slice(0, slots - 1);
  return { unchoked: optimistic === undefined ? regular : [...regular, optimistic], optimistic };
}

/**
 * Who is served between two deals: whoever has a slot and uses it keeps it, free and idle slots go to those who have least
 * of what they want, of equals to the one who has waited longest, and only what nobody waits for stays with those who do
 * not use it.
 */
export function fillSlots<C extends Contender>(contenders: readonly C[], slots = UPLOAD_SLOTS): readonly C[] {
  const interested = contenders.filter((one) => one.interested);
  const using = interested.filter((one) => one.unchoked && !one.idle);
  const waiting = interested.filter((one) => !one.unchoked).sort(neediestFirst);
  return [...using, ...waiting, ...unused(contenders)].slice(0, slots);
}

/**
 * Who has a slot and does not use it: first those who are interested. Who is not keeps the slot as long as nobody waits, so
 * that changing its mind moves nothing.
 */
function unused<C extends Contender>(contenders: readonly C[]): C[] {
  const holders = contenders.filter((one) => one.unchoked && (one.idle || !one.interested));
  return holders.sort((a, b) => Number(b.interested) - Number(a.interested) || longestFirst(a, b));
}

function drawn<C extends Contender>(from: readonly C[], random: number): C | undefined {
  const weightOf = (one: C): number => (one.newcomer ? NEWCOMER_WEIGHT : 1);
  let at = random * from.reduce((sum, one) => sum + weightOf(one), 0);
  for (const one of from) {
    at -= weightOf(one);
    if (at < 0) return one;
  }
  return from.at(-1);
}

/** Equals keep the slots they have: changing hands costs a round trip. */
function worthiestFirst(a: Contender, b: Contender): number {
  return b.merit - a.merit || Number(b.unchoked) - Number(a.unchoked) || longestFirst(a, b);
}

/** Who has least of a document has nothing to trade, and once it has something there is one more to pass it on. */
function neediestFirst(a: Contender, b: Contender): number {
  return a.held - b.held || longestFirst(a, b);
}

function longestFirst(a: Contender, b: Contender): number {
  return a.since - b.since;
}
