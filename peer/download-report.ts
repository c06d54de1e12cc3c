import type { IndexRange } from '../common/range.ts';
import type { Share } from './assign/assign.ts';
import type { Content } from './content/content.ts';
import type { Fetch, Source } from './fetch/fetch.ts';
import type { GetEvent, GetResult, HolderProgress, PlannedHolder } from './operations/operations.ts';
import type { Ranked } from './rank/rank.ts';
import type { ProbedHolder } from './swarm/swarm.ts';

type PageNumbers = PlannedHolder['runs'];

/** A holder's part in a download, as people read it. */
export function plannedHolder(
  { icmpMs, connectMs, pingMs, ...holder }: Ranked<ProbedHolder>,
  share: Share,
): PlannedHolder {
  return {
    address: holder.connection.address,
    client: holder.connection.remote?.client ?? '',
    rank: holder.rank,
    latencyMs: rounded(holder.latencyMs),
    ...(icmpMs === undefined ? {} : { icmpMs: rounded(icmpMs) }),
    connectMs: rounded(connectMs),
    ...(pingMs === undefined ? {} : { pingMs: rounded(pingMs) }),
    plannedPercent: share.percent,
    runs: pageNumbers(share.pages),
  };
}

/** Page indexes, half-open, as page numbers, inclusive. */
function pageNumbers(pages: readonly IndexRange[]): PageNumbers {
  return pages.map(({ first, end }) => ({ firstPage: first + 1, lastPage: end }));
}

/** How far a download is. */
export function progressOf(fetch: Fetch, content: Content): GetEvent {
  return {
    type: 'progress',
    verified: fetch.verifiedBytes,
    size: content.description.layout.size,
    pagesHeld: content.heldPages,
    holders: fetch.sources.map((source) => holderProgress(fetch, source)),
  };
}

function holderProgress(fetch: Fetch, source: Source): HolderProgress {
  return {
    address: source.link.address,
    bytes: source.verifiedBytes,
    remaining: source.remaining,
    rate: Math.round(fetch.rateOf(source) * 1000),
    state: stateOf(source),
    reason: source.reason,
  };
}

function stateOf(source: Source): HolderProgress['state'] {
  if (source.state === 'silent') return 'waiting';
  return source.state === 'fetching' && source.idle ? 'done' : source.state;
}

/** The holders of a finished download, in rank order; those who joined later come last. */
export function holderResults(
  sources: readonly Source[],
  planned: readonly PlannedHolder[],
): GetResult['holders'] {
  return sources.map((source) => {
    const plan = planned.find(({ address }) => address === source.link.address);
    return {
      address: source.link.address,
      latencyMs: rounded(source.link.latencyMs),
      rank: plan?.rank ?? planned.length + 1,
      plannedPercent: plan?.plannedPercent ?? 0,
      runs: plan?.runs ?? [],
      bytes: source.verifiedBytes,
      banned: source.state === 'banned',
      reason: source.state === 'banned' || source.state === 'lost' ? source.reason : '',
    };
  });
}

/** Milliseconds to two places. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
