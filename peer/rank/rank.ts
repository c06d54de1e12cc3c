/** What asking one holder came to. */
export interface Probe {
  readonly address: string;
  /** round trip of the operating system's `ping`, ms; `undefined` where it was not answered or could not be asked */
  readonly icmpMs?: number | undefined;
  /** time until a TCP connection stood, ms; `undefined` when none did */
  readonly connectMs?: number | undefined;
  /** the lowest of three round trips of our own ping, ms; standard clients do not answer it */
  readonly pingMs?: number | undefined;
}

/** A living holder with its place in the order. */
export type Ranked<P extends Probe> = P & {
  /** 1 for the best */
  readonly rank: number;
  /** what it was ranked by, ms */
  readonly latencyMs: number;
};

/** Latencies closer than this are the same to us, ms: two pings of one idle host differ by about as much. */
const EQUAL_WITHIN_MS = 0.5;

/**
 * The living holders, nearest first.
 *
 * The latency of our own ping counts, for it is answered by the program that will send the bytes: a relay accepts a
 * TCP connection in 1.7 ms though the holder behind it is 82 ms away (measured). Standard clients have only their
 * connect time. Between equals ICMP decides, then the address, so that all who see the same values agree.
 */
export function rankHolders<P extends Probe>(probes: readonly P[]): Ranked<P>[] {
  return probes
    .flatMap((probe) => {
      const latencyMs = probe.pingMs ?? probe.connectMs;
      return latencyMs === undefined || probe.connectMs === undefined ? [] : [{ probe, latencyMs }];
    })
    .sort((a, b) => nearestFirst(a.probe, a.latencyMs, b.probe, b.latencyMs))
    .map(({ probe, latencyMs }, place) => ({ ...probe, rank: place + 1, latencyMs }));
}

function nearestFirst(a: Probe, aMs: number, b: Probe, bMs: number): number {
  const steps = Math.round(aMs / EQUAL_WITHIN_MS) - Math.round(bMs / EQUAL_WITHIN_MS);
  if (steps !== 0) return steps;
  const icmp = (a.icmpMs ?? Number.MAX_VALUE) - (b.icmpMs ?? Number.MAX_VALUE);
  if (icmp !== 0) return icmp;
  return a.address < b.address ? -1 : 1;
}
