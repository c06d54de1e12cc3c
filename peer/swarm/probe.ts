import { parseSocketAddress } from '../../common/tracker-api/socket-address.ts';
import type { Connection } from './connection.ts';
import { icmpPing } from './icmp.ts';
import type { Reached, Swarm, Topic } from './open-swarm.ts';
import { pingMs, untilIntroduced } from './round-trip.ts';

/** A holder that answered: the connection stays open for the download. */
export interface ProbedHolder {
  /** `ip:port` at which it answered first */
  readonly address: string;
  readonly connection: Connection;
  readonly connectMs: number;
  readonly pingMs: number | undefined;
  readonly icmpMs: number | undefined;
}

/** How long a holder may take for connecting, the handshake and three pings, ms. */
const PROBE_MS = 4000;
/** How long the others are waited for after the first holder has answered, ms. */
const GRACE_MS = 1500;
/** How long a client that can do extensions may take to say which, ms. */
const INTRODUCTION_MS = 1500;
const PINGS = 3;

/**
 * Asks all holders at once whether they live and how far they are. Alive is who completes the handshake; latency is
 * the lowest of three of our own pings, for those who answer them.
 *
 * @param holders addresses of each, the best first; all addresses of one holder are tried at once
 * @returns the living, in no order; one connection for each, though a holder be listed twice
 */
export async function probeHolders(
  swarm: Swarm,
  topic: Topic,
  holders: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<ProbedHolder[]> {
  const deadline = new AbortController();
  const limit = AbortSignal.any([signal, deadline.signal, AbortSignal.timeout(PROBE_MS)]);
  const probed: ProbedHolder[] = [];
  let grace: NodeJS.Timeout | undefined;
  const probes = holders.map(async (addresses) => {
    const holder = await probeHolder(swarm, topic, addresses, limit);
    if (holder === undefined) return;
    probed.push(holder);
    grace ??= setTimeout(() => deadline.abort(new Error('others have answered')), GRACE_MS);
  });
  await Promise.all(probes);
  clearTimeout(grace);
  signal.throwIfAborted();
  return withoutDoubles(probed);
}

async function probeHolder(
  swarm: Swarm,
  topic: Topic,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<ProbedHolder | undefined> {
  const reached = await reachFirst(swarm, topic, addresses, signal);
  if (reached === undefined) return undefined;
  const { address, connection, connectMs } = reached;
  const [pingMs, icmpMs] = await Promise.all([
    lowestPing(connection, signal),
    icmpPing(parseSocketAddress(address)?.ip ?? ''),
  ]);
  return connection.closed ? undefined : { address, connection, connectMs, pingMs, icmpMs };
}

/** Tries all addresses at once; the first that answers is kept, the others are closed. */
async function reachFirst(
  swarm: Swarm,
  topic: Topic,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<(Reached & { address: string }) | undefined> {
  const settled = new AbortController();
  let first: (Reached & { address: string }) | undefined;
  const attempts = addresses.map(async (address) => {
    const reached = await swarm.reach(address, topic, AbortSignal.any([signal, settled.signal]));
    if (first !== undefined) return reached.connection.close('reached at another address');
    first = { ...reached, address };
    settled.abort();
  });
  await Promise.allSettled(attempts);
  return first;
}

async function lowestPing(connection: Connection, signal: AbortSignal): Promise<number | undefined> {
  let lowest: number | undefined;
  try {
    await untilIntroduced(connection, AbortSignal.any([signal, AbortSignal.timeout(INTRODUCTION_MS)]));
    for (let count = 0; count < PINGS && connection.speaksPages; count++) {
      const ms = await pingMs(connection, signal);
      lowest = Math.min(lowest ?? ms, ms);
      connection.latencyMs = lowest;
    }
  } catch {
    // it ended, or took too long: what is known by now counts
  }
  return lowest;
}

function withoutDoubles(probed: readonly ProbedHolder[]): ProbedHolder[] {
  const byId = new Map<string, ProbedHolder>();
  for (const holder of probed) {
    if (byId.has(holder.connection.remoteId)) holder.connection.close('reached twice');
    else byId.set(holder.connection.remoteId, holder);
  }
  return [...byId.values()];
}
