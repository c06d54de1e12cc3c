/** What is known of a holder's speed. */
export interface Estimate {
  /** bytes/ms; 0 while nothing is known */
  readonly rate: number;
  /** until its next byte could come, ms */
  readonly latencyMs: number;
}

/** When all could be done together, and what each delivers until then. */
export interface Level {
  /** ms from now; infinite when nobody's rate is known */
  readonly finishMs: number;
  /** of each holder, in the order given */
  readonly bytes: readonly number[];
}

/**
 * The earliest time by which holders together can deliver `bytes`; and how much each delivers.
 *
 * With the k quickest to answer, T(k) = (bytes + sum of rate x latency) / sum of rate. Holder k + 1 helps only if it
 * answers before T(k), so the first that does not ends the search (water-filling).
 */
export function levelFinish(bytes: number, estimates: readonly Estimate[]): Level {
  const soonestFirst = estimates.filter(({ rate }) => rate > 0).sort((a, b) => a.latencyMs - b.latencyMs);
  let finishMs = Number.POSITIVE_INFINITY;
  let rates = 0;
  let delayed = 0;
  for (const { rate, latencyMs } of soonestFirst) {
    if (latencyMs >= finishMs) break;
    rates += rate;
    delayed += rate * latencyMs;
    finishMs = (bytes + delayed) / rates;
  }
  const share = ({ rate, latencyMs }: Estimate): number =>
    rate > 0 ? Math.max(0, rate * (finishMs - latencyMs)) : 0;
  return { finishMs, bytes: estimates.map(share) };
}
