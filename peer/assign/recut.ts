import { levelFinish } from './level.ts';

/** A holder at work, or without any, as those who cut runs see it. */
export interface Worker {
  /** bytes/ms, of late; 0 while nothing is known */
  readonly rate: number;
  /** whether that is what it achieved another time: good for a first cut, no word against the plan */
  readonly remembered?: boolean;
  /** how long the present stretch of work, and so the measurement, lasts, ms */
  readonly busyMs: number;
  /** ms */
  readonly latencyMs: number;
  /** bytes of its run that have not arrived; 0 of one that is idle */
  readonly remaining: number;
}

/** Bytes of the far end of one run that another should deliver. */
export interface Move<W> {
  readonly from: W;
  readonly to: W;
  readonly bytes: number;
}

/**
 * How far apart rates must be before the published weights are given up, when somebody has run dry. Rates of equal
 * holders on one machine were seen to differ by up to 1.3.
 */
const APART_WHEN_DRY = 1.5;
/** And while all are at work: whoever stalls for some tenths of a second seems half as quick for a while. */
const APART_AT_WORK = 2;
/**
 * How long a holder is watched before its rate counts against it, ms: until then programs are still warming up, and
 * holders on one machine take turns.
 */
const WATCHED_MS = 1000;
/** What a cut must save, ms and as a share of the time that is left: below that, measurements are only noise. */
const WORTHWHILE_MS = 60;
const WORTHWHILE_SHARE = 0.03;
/** Less is not moved, bytes: half a leaf. */
const MIN_MOVE = 131_072;
/** What one of which nothing is known gets to show what it can do, bytes. */
const TRIAL_BYTES = 1024 * 1024;
/** It is given a try when the last of the others needs longer than this, ms. */
const TRIAL_MS = 500;

/**
 * Whether the rates speak against the published weights: the quickest is clearly faster than the slowest. The rate of
 * one at work counts when it was watched long enough, that of one that has run dry at once.
 */
export function clearlyApart(workers: readonly Worker[]): boolean {
  const working = workers.filter(({ remaining, busyMs }) => remaining > 0 && busyMs >= WATCHED_MS);
  const dry = workers.filter(({ rate, remaining, remembered }) => remaining === 0 && rate > 0 && !remembered);
  const slowest = Math.min(...working.map(({ rate }) => rate));
  const quickestAtWork = Math.max(0, ...working.map(({ rate }) => rate));
  const quickestDry = Math.max(0, ...dry.map(({ rate }) => rate));
  return (
    working.length > 0 &&
    (quickestDry >= slowest * APART_WHEN_DRY || quickestAtWork >= slowest * APART_AT_WORK)
  );
}

/**
 * What has to change hands so that all finish together; nothing when that saves next to nothing.
 *
 * One of which nothing is known yet keeps what it has; an idle one of that kind gets a little, if there is long to go.
 */
export function recut<W extends Worker>(workers: readonly W[]): Move<W>[] {
  const known = workers.filter(({ rate }) => rate > 0);
  const total = known.reduce((sum, { remaining }) => sum + remaining, 0);
  const presentMs = Math.max(0, ...known.map(({ rate, remaining }) => remaining / rate));
  const level = levelFinish(
    total,
    known.map(({ rate, latencyMs, remaining }) => ({ rate, latencyMs: remaining > 0 ? 0 : latencyMs })),
  );
  const worthwhile = Math.max(WORTHWHILE_MS, level.finishMs * WORTHWHILE_SHARE);
  const moves = presentMs - level.finishMs >= worthwhile ? movesTo(level.bytes, known) : [];
  return [...moves, ...trials(workers)];
}

/** The moves that bring what each has to do to `targets`: from who has most too much to who has most too little. */
function movesTo<W extends Worker>(targets: readonly number[], workers: readonly W[]): Move<W>[] {
  const excess = workers.map(({ remaining }, place) => remaining - (targets[place] ?? 0));
  const moves: Move<W>[] = [];
  for (;;) {
    const most = placeOf(excess, Math.max(...excess));
    const least = placeOf(excess, Math.min(...excess));
    const bytes = Math.min(excess[most] ?? 0, -(excess[least] ?? 0));
    const from = workers[most];
    const to = workers[least];
    if (!(bytes >= MIN_MOVE) || from === undefined || to === undefined) return moves;
    moves.push({ from, to, bytes });
    excess[most] = (excess[most] ?? 0) - bytes;
    excess[least] = (excess[least] ?? 0) + bytes;
  }
}

function trials<W extends Worker>(workers: readonly W[]): Move<W>[] {
  const newcomers = workers.filter(({ rate, remaining }) => rate === 0 && remaining === 0);
  const last = workers.reduce<W | undefined>(
    (latest, worker) => (latest === undefined || finishMs(worker) > finishMs(latest) ? worker : latest),
    undefined,
  );
  if (last === undefined) return [];
  return newcomers
    .filter(({ latencyMs }) => finishMs(last) > TRIAL_MS + latencyMs)
    .map((to) => ({ from: last, to, bytes: Math.min(TRIAL_BYTES, last.remaining / 2) }));
}

/** How long a worker still needs, ms; of one whose rate is not known nothing is said. */
function finishMs({ rate, remaining }: Worker): number {
  return rate > 0 ? remaining / rate : 0;
}

function placeOf(values: readonly number[], value: number): number {
  return values.indexOf(value);
}
