import { CodedError } from '../common/errors.ts';
import type { IndexRange } from '../common/range.ts';
import { planShares } from './assign/assign.ts';
import type { Content } from './content/content.ts';
import type { Arrivals, RankedHolder } from './download-arrivals.ts';
import { plannedHolder } from './download-report.ts';
import { type Fetch, hasLeaf, type Source } from './fetch/fetch.ts';
import type { PlannedHolder } from './operations/operations.ts';
import type { Connection } from './swarm/swarm.ts';

/** Who is asked for what at first. */
export interface Plan {
  /** the pages of each holder's run */
  readonly runs: readonly IndexRange[];
  /** who, the nearest first, as people read it */
  readonly told: readonly PlannedHolder[];
}

/**
 * Puts holders to work as they answer, and when all have, each with its share by the published weights. Who comes before
 * the others begins with the share that its place has among all who were asked: its own can only be larger.
 *
 * @param join puts a holder to work with a first run
 * @throws {CodedError} ERR_FETCH_NO_LIVE_HOLDER; what the arrivals fail with
 */
export async function assignAsTheyCome(
  fetch: Fetch,
  content: Content,
  arrivals: Arrivals,
  join: (holder: RankedHolder, run: readonly number[]) => Source,
): Promise<Plan> {
  const { layout } = content.description;
  const missing = [...layout.leaves.keys()].filter((leaf) => !content.holdsLeaf(leaf));
  const hasOf = ({ connection }: RankedHolder) => {
    return (leaf: number): boolean => hasLeaf(connection, content.description, leaf);
  };
  const supposed = planShares(layout, missing, Array(arrivals.asked).fill({ has: () => true }));
  const early = new Map<Connection, Source>();
  fetch.awaitPlan();
  arrivals.onEarly((holder) => {
    const run = supposed[early.size]?.leaves.filter(hasOf(holder)) ?? [];
    early.set(holder.connection, join(holder, run));
  });

  const ranked = await arrivals.ranked;
  if (ranked.length === 0 && !content.complete) throw nobodyAnswers();
  const crew = ranked.map((holder) => {
    const source = early.get(holder.connection) ?? join(holder, []);
    return { holder, source, has: hasOf(holder), begun: fetch.begunBy(source) };
  });
  const shares = planShares(layout, missing, crew);
  fetch.plan(new Map(crew.map(({ source }, place) => [source, shares[place]?.leaves ?? []])));
  const told = ranked.flatMap((holder, place) => {
    const share = shares[place];
    return share === undefined ? [] : [plannedHolder(holder, share)];
  });
  return { runs: shares.flatMap((share) => share.pages), told };
}

function nobodyAnswers(): CodedError {
  const message = 'no holder of this document answers; try again when one is up';
  return new CodedError('ERR_FETCH_NO_LIVE_HOLDER', message);
}
