import type { GetResult, HolderProgress, PlannedHolder } from '../../operations/operations.ts';

/** A holder of the document: what was planned for it, and how it does. */
export interface PlanHolder {
  readonly address: string;
  readonly client: string;
  /** 1 for the best; 0 for one that joined later */
  readonly rank: number;
  /** ms; `undefined` for one that joined later */
  readonly latencyMs: number | undefined;
  /** 0-100 */
  readonly plannedPercent: number;
  readonly runs: PlannedHolder['runs'];
  /** verified bytes from it */
  readonly bytes: number;
  /** bytes that its run still lacks */
  readonly remaining: number;
  /** bytes a second */
  readonly rate: number;
  readonly state: HolderProgress['state'];
  /** why it waits, is lost or banned; else empty */
  readonly reason: string;
}

const NOTHING = { bytes: 0, remaining: 0, rate: 0, state: 'waiting', reason: '' } as const;
const UNPLANNED = { client: '', rank: 0, latencyMs: undefined, plannedPercent: 0, runs: [] } as const;

/** The holders of a new plan; what was heard of them already stays. */
export function withPlanned(
  holders: readonly PlanHolder[],
  planned: readonly PlannedHolder[],
): readonly PlanHolder[] {
  const before = new Map(holders.map((holder) => [holder.address, holder]));
  const all = new Map<string, PlanHolder>();
  for (const { address, client, rank, latencyMs, plannedPercent, runs } of planned) {
    const plan = { address, client, rank, latencyMs, plannedPercent, runs };
    if (!all.has(address)) all.set(address, { ...NOTHING, ...before.get(address), ...plan });
  }
  return inRankOrder([...all.values(), ...holders.filter(({ address }) => !all.has(address))]);
}

/** `holders` as they do now. One whose connection was made twice is one holder here. */
export function withProgress(
  holders: readonly PlanHolder[],
  progress: readonly HolderProgress[],
): readonly PlanHolder[] {
  const news = new Map<string, HolderProgress>();
  for (const one of progress) {
    const other = news.get(one.address);
    news.set(one.address, other === undefined ? one : together(other, one));
  }
  const known = holders.map((holder) => {
    const now = news.get(holder.address);
    news.delete(holder.address);
    return now === undefined ? holder : { ...holder, ...now };
  });
  return [...known, ...[...news.values()].map((one): PlanHolder => ({ ...UNPLANNED, ...one }))];
}

function together(earlier: HolderProgress, later: HolderProgress): HolderProgress {
  const isOver = later.state === 'lost' || later.state === 'banned';
  const { state, reason } = isOver ? earlier : later;
  return {
    address: later.address,
    bytes: earlier.bytes + later.bytes,
    remaining: earlier.remaining + later.remaining,
    rate: earlier.rate + later.rate,
    state,
    reason,
  };
}

/** `address` is banned for `reason`. */
export function withReason(
  holders: readonly PlanHolder[],
  address: string,
  reason: string,
): readonly PlanHolder[] {
  const banned = { state: 'banned', reason, rate: 0, remaining: 0 } as const;
  if (!holders.some((holder) => holder.address === address))
    return [...holders, { ...NOTHING, ...UNPLANNED, address, ...banned }];
  return holders.map((holder) => (holder.address === address ? { ...holder, ...banned } : holder));
}

/** The holders as the result of a finished download tells of them. */
export function withResults(
  holders: readonly PlanHolder[],
  results: GetResult['holders'],
): readonly PlanHolder[] {
  const told = new Map<string, PlanHolder>();
  for (const one of results) {
    const before = holders.find(({ address }) => address === one.address);
    const bytes = one.bytes + (told.get(one.address)?.bytes ?? 0);
    told.set(one.address, { ...resultOf(one, before), bytes });
  }
  const others = holders.filter(({ address }) => !told.has(address));
  return inRankOrder([...told.values(), ...others.map((holder) => ({ ...holder, rate: 0, remaining: 0 }))]);
}

function resultOf(one: GetResult['holders'][number], before: PlanHolder | undefined): PlanHolder {
  const { address, latencyMs, rank, plannedPercent, runs, bytes } = one;
  // results give all that joined later the rank after the last; they had no share
  const planned = runs.length > 0 || plannedPercent > 0;
  return {
    address,
    client: before?.client ?? '',
    rank: planned ? rank : 0,
    latencyMs,
    plannedPercent,
    runs,
    bytes,
    remaining: 0,
    rate: 0,
    ...endOf(one),
  };
}

function endOf({ banned, reason }: GetResult['holders'][number]): Pick<PlanHolder, 'state' | 'reason'> {
  if (banned) return { state: 'banned', reason };
  return reason === '' ? { state: 'done', reason } : { state: 'lost', reason };
}

/** The nearest first, then who joined later, in the order in which they came. */
function inRankOrder(holders: readonly PlanHolder[]): readonly PlanHolder[] {
  const place = ({ rank }: PlanHolder): number => (rank === 0 ? Number.MAX_SAFE_INTEGER : rank);
  return [...holders].sort((a, b) => place(a) - place(b));
}
