/** A holder of whose speed nothing is known is given a try when the last one needs longer than this, ms. */
const NEWCOMER_MS = 1000;

/** A holder at work, as the take-over rule sees it. */
export interface Worker {
  /** bytes/ms, of late; 0 while nothing is known */
  readonly rate: number;
  /** how long the present stretch of work, and so the measurement, lasts, ms */
  readonly busyMs: number;
  /** ms */
  readonly latencyMs: number;
  /** bytes of its run that have not arrived */
  readonly remaining: number;
}

/**
 * How much quicker the taker must be. The published weights stand while holders are equally quick, whatever the
 * noise of the measurement: rates of equal holders on one machine were seen to differ by up to 1.3.
 */
const CLEARLY_FASTER = 1.5;

/**
 * How long a holder is watched before its run is cut, ms: until then programs are still warming up, and holders on one
 * machine take turns.
 */
const WATCHED_MS = 1000;

/** What a take-over must save to be worth the requests that it throws away, ms. */
const WORTHWHILE_MS = 200;

/**
 * The one of `busy` from which an idle holder takes the far half of its run: the one that would finish last, if the
 * idle holder is clearly faster and it saves time. `undefined` when none should be disturbed.
 *
 * A worker that was not watched long enough is not disturbed: silence is judged elsewhere, by its own deadline.
 */
export function chooseTakeOver<W extends Worker>(idle: Worker, busy: readonly W[]): W | undefined {
  const known = busy.filter(
    ({ rate, remaining, busyMs }) => rate > 0 && remaining > 0 && busyMs >= WATCHED_MS,
  );
  const last = known.sort(latestFirst)[0];
  if (last === undefined) return undefined;
  if (idle.rate === 0)
    return finishMs(last, last.remaining) > NEWCOMER_MS + idle.latencyMs ? last : undefined;
  if (idle.rate < last.rate * CLEARLY_FASTER) return undefined;

  const alone = finishMs(last, last.remaining);
  const shared = Math.max(
    finishMs(last, last.remaining / 2),
    finishMs(idle, last.remaining / 2) + idle.latencyMs,
  );
  return alone - shared >= WORTHWHILE_MS ? last : undefined;
}

/**
 * The leaves to take from the end of a run, until they hold `bytes`; at least one, if there is one.
 *
 * @param takeable leaves of which nothing has arrived yet, in the order of the run
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

function finishMs(worker: Worker, bytes: number): number {
  return worker.rate > 0 ? bytes / worker.rate : Number.POSITIVE_INFINITY;
}

function latestFirst(a: Worker, b: Worker): number {
  return finishMs(b, b.remaining) - finishMs(a, a.remaining);
}
