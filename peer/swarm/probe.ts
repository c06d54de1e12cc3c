import { setMaxListeners } from 'node:events';
import { pause } from '../../common/runtime/pause.ts';
import type { Connection } from './connection.ts';
import { type Answered, startsAt } from './early-start.ts';
import type { Nearness } from './nearness.ts';
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

/** Who hears of holders before all have answered, and who may have enough of them. */
export interface ProbeOptions {
  /** told of each who may be put to work before the others have answered; ICMP is not known then */
  readonly early?: (holder: ProbedHolder) => void;
  /** when it aborts, no more are waited for: those who have answered by then are all */
  readonly enough?: AbortSignal;
}

/** How long a holder may take for connecting, the handshake and three pings, ms. */
const PROBE_MS = 4000;
/** How long the others are waited for after the first holder has answered, ms. */
const GRACE_MS = 1500;
/** How long a client that can do extensions may take to say which, ms. */
const INTRODUCTION_MS = 1500;
const PINGS = 3;
/** A ping waits no longer for the answer to the one before, ms: three of them take one round trip, however far it is. */
const NEXT_PING_MS = 3;
/** How long the system's ping is waited for, ms: it is not worth more, and often nobody answers it. */
const ICMP_MS = 250;

/**
 * Asks all holders at once whether they live and how far they are. Alive is who completes the handshake; latency is
 * the lowest of three of our own pings, for those who answer them; a host that was pinged a moment ago is not pinged again.
 *
 * @param holders addresses of each, the best first; all addresses of one holder are tried at once
 * @returns the living, in no order; one connection for each, though a holder be listed twice
 */
export async function probeHolders(
  swarm: Swarm,
  topic: Topic,
  holders: readonly (readonly string[])[],
  signal: AbortSignal,
  { early, enough }: ProbeOptions = {},
): Promise<ProbedHolder[]> {
  const ending = new AbortController();
  const signals = [signal, ending.signal, AbortSignal.timeout(PROBE_MS)];
  const limit = AbortSignal.any(enough === undefined ? signals : [...signals, enough]);
  setMaxListeners(0, limit); // each holder that is asked has some
  const probes = holders.map((addresses) => new Probe(swarm, topic, addresses, limit));
  const probed: ProbedHolder[] = [];
  const starts = new EarlyStarts(probes, limit, early);
  let grace: NodeJS.Timeout | undefined;
  const asked = probes.map(async (probe) => {
    const holder = await probe.run();
    if (holder === undefined) return;
    probed.push(holder);
    grace ??= setTimeout(() => ending.abort(new Error('others have answered')), GRACE_MS);
    starts.answered(holder);
  });
  await Promise.all(asked);
  clearTimeout(grace);
  // only now: starting programs takes this one some milliseconds, which pings would measure
  const complete = await Promise.all(probed.map((holder) => withIcmp(holder, swarm.nearness, limit)));
  ending.abort(new Error('all have answered'));
  signal.throwIfAborted();
  return withoutDoubles(complete, starts.atWork);
}

async function withIcmp(
  holder: ProbedHolder,
  nearness: Nearness,
  signal: AbortSignal,
): Promise<ProbedHolder> {
  const icmpMs = await Promise.race([nearness.icmpMs(holder.address), pause(ICMP_MS, signal)]);
  return typeof icmpMs === 'number' ? { ...holder, icmpMs } : holder;
}

/** Who may be put to work before all have answered: the nearest always first. */
class EarlyStarts {
  readonly atWork = new Set<Connection>();
  readonly #probes: readonly Probe[];
  readonly #limit: AbortSignal;
  readonly #start: ((holder: ProbedHolder) => void) | undefined;
  readonly #beganAt = performance.now();
  readonly #waiting: (ProbedHolder & Answered)[] = [];

  constructor(probes: readonly Probe[], limit: AbortSignal, start?: (holder: ProbedHolder) => void) {
    this.#probes = probes;
    this.#limit = limit;
    this.#start = start;
  }

  answered(holder: ProbedHolder): void {
    this.#waiting.push({ ...holder, readyAt: performance.now() - this.#beganAt });
    this.#waiting.sort((a, b) => (a.pingMs ?? a.connectMs) - (b.pingMs ?? b.connectMs));
    this.#look();
  }

  /** Starts those whose time has come, and looks again when it comes for the next. */
  #look(): void {
    for (let next = this.#waiting[0]; next !== undefined && !this.#limit.aborted; next = this.#waiting[0]) {
      const others = this.#probes.filter(({ ended }) => !ended).map(({ connectMs }) => connectMs);
      const left = startsAt(next, others) - (performance.now() - this.#beganAt);
      if (left > 0) return void pause(left, this.#limit).then(() => this.#look());
      this.#waiting.shift();
      if (next.connection.closed) continue;
      this.atWork.add(next.connection);
      this.#start?.(next);
    }
  }
}

/** The question to one holder. */
class Probe {
  readonly #swarm: Swarm;
  readonly #topic: Topic;
  readonly #addresses: readonly string[];
  readonly #signal: AbortSignal;
  /** how long it took to accept the connection, ms; `undefined` until it has */
  connectMs: number | undefined;
  /** whether nothing more will be heard of it */
  ended = false;

  constructor(swarm: Swarm, topic: Topic, addresses: readonly string[], signal: AbortSignal) {
    this.#swarm = swarm;
    this.#topic = topic;
    this.#addresses = addresses;
    this.#signal = signal;
  }

  /** The holder, if it answers. */
  async run(): Promise<ProbedHolder | undefined> {
    const reached = await this.#reachFirst();
    if (reached === undefined) {
      this.ended = true;
      return undefined;
    }
    const { address, connection, connectMs } = reached;
    // who lets us ask says so while it is pinged
    connection.beInterested();
    const pingMs = await lowestPing(connection, this.#swarm.nearness, this.#signal);
    this.ended = true;
    return connection.closed ? undefined : { address, connection, connectMs, pingMs, icmpMs: undefined };
  }

  /** Tries all addresses at once; the first that answers is kept, the others are closed. */
  async #reachFirst(): Promise<(Reached & { address: string }) | undefined> {
    const settled = new AbortController();
    let first: (Reached & { address: string }) | undefined;
    const accepted = (ms: number): void => {
      this.connectMs ??= ms;
    };
    const attempts = this.#addresses.map(async (address) => {
      const signal = AbortSignal.any([this.#signal, settled.signal]);
      const reached = await this.#swarm.reach(address, this.#topic, signal, accepted);
      if (first !== undefined) return reached.connection.close('reached at another address');
      first = { ...reached, address };
      settled.abort();
    });
    await Promise.allSettled(attempts);
    return first;
  }
}

/** The lowest of some pings, ms; `undefined` of one who does not answer them. */
export async function lowestPing(
  connection: Connection,
  nearness: Nearness,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    await untilIntroduced(connection, AbortSignal.any([signal, AbortSignal.timeout(INTRODUCTION_MS)]));
  } catch {
    return undefined; // it ended, or took too long
  }
  return connection.speaksPages ? nearness.pingMs(connection, () => lowestOf(connection, signal)) : undefined;
}

async function lowestOf(connection: Connection, signal: AbortSignal): Promise<number | undefined> {
  const answers: Promise<number>[] = [];
  try {
    while (answers.length < PINGS) {
      const answer = pingMs(connection, signal);
      answers.push(answer);
      await Promise.race([answer, pause(NEXT_PING_MS, signal)]);
    }
  } catch {
    // it ended, or took too long: what is known by now counts
  }
  const settled = await Promise.allSettled(answers);
  const known = settled.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Of those who are one, the one that is at work, else the first. */
function withoutDoubles(probed: readonly ProbedHolder[], atWork: ReadonlySet<Connection>): ProbedHolder[] {
  const byId = new Map<string, ProbedHolder>();
  const rankOf = ({ connection }: ProbedHolder): number => (atWork.has(connection) ? 0 : 1);
  const living = probed.filter(({ connection }) => !connection.closed);
  for (const holder of living.sort((a, b) => rankOf(a) - rankOf(b))) {
    if (byId.has(holder.connection.remoteId)) holder.connection.close('reached twice');
    else byId.set(holder.connection.remoteId, holder);
  }
  return [...byId.values()];
}
