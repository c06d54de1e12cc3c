import type { Holder } from '../../common/tracker-api/publication.ts';
import type { Connection } from './connection.ts';
import { listensAt } from './listens-at.ts';
import type { Swarm, Topic } from './open-swarm.ts';
import { lowestPing, type ProbedHolder, type ProbeOptions, probeHolders } from './probe.ts';

/** Whose holders, and how they are found and reached. */
export interface HolderPoolOptions {
  readonly swarm: Swarm;
  readonly topic: Topic;
  /** our own id, so that we do not ask ourselves */
  readonly hostId: string;
  /** how many holders are asked at one time, at this moment */
  maxSources(): number;
  /** asks the trackers who holds something of the document */
  listed(signal: AbortSignal): Promise<readonly Holder[]>;
}

/** Holders that are probed at one time: the best of so many are good enough. */
const MAX_PROBED = 50;

/** What is taken for the round trip of one who has connected to us and answers no ping of ours, ms. */
const UNKNOWN_PING_MS = 100;

/** One who has connected to us, and may be asked, too. */
export interface Visitor {
  readonly latencyMs: number;
  /** aborts when he is not to be asked any more; the connection is his, and stays */
  readonly signal: AbortSignal;
}

/** Who holds a document: asked for and probed; those to whom a connection stands are not probed again. */
export class HolderPool {
  readonly #options: HolderPoolOptions;
  readonly #banned = new Set<string>();
  readonly #open = new Map<string, ProbedHolder>();
  /** those who have connected to us */
  readonly #visitors = new Map<Connection, AbortController>();

  constructor(options: HolderPoolOptions) {
    this.#options = options;
  }

  /** Holders that trackers list now, leaving us out. */
  async listed(signal: AbortSignal): Promise<readonly Holder[]> {
    const holders = await this.#options.listed(signal);
    return holders.filter((holder) => holder.hostId !== this.#options.hostId && holder.addresses.length > 0);
  }

  /**
   * Probes those of `holders` to whom no connection stands, if more are wanted; returns the living, at most as many as are
   * wanted, the nearest first.
   *
   * @throws the reason of `signal`
   */
  async reach(
    holders: readonly Holder[],
    signal: AbortSignal,
    { early, enough }: ProbeOptions = {},
  ): Promise<ProbedHolder[]> {
    const { swarm, topic, maxSources } = this.#options;
    if (this.#size >= maxSources()) return [];
    const strangers = holders.filter(({ addresses }) => !addresses.some((address) => this.#known(address)));
    const addresses = strangers.slice(0, MAX_PROBED).map((holder) => holder.addresses);
    const admitted = new Set<Connection>();
    const admit = (holder: ProbedHolder): void => {
      if (!this.#admit(holder)) return;
      admitted.add(holder.connection);
      early?.(holder);
    };
    const options = { early: admit, ...(enough !== undefined && { enough }) };
    const probed = await probeHolders(swarm, topic, addresses, signal, options);
    return probed
      .sort(nearestFirst)
      .filter((holder) => admitted.has(holder.connection) || this.#admit(holder));
  }

  /** Measures the way to one who has connected to us; `undefined` if he is asked already, or there are enough. */
  async receive(connection: Connection, signal: AbortSignal): Promise<Visitor | undefined> {
    const { remoteId } = connection;
    const { swarm } = this.#options;
    const known = this.#banned.has(remoteId) || this.#connectionsTo(remoteId).length > 0;
    if (known || this.#size >= this.#options.maxSources()) return undefined;
    const ending = new AbortController();
    this.#visitors.set(connection, ending);
    connection.listen({ closed: () => this.#visitors.delete(connection) });
    const pingMs = await lowestPing(connection, swarm.nearness, AbortSignal.any([signal, ending.signal]));
    if (connection.closed || signal.aborted || ending.signal.aborted) return undefined;
    return { latencyMs: pingMs ?? UNKNOWN_PING_MS, signal: ending.signal };
  }

  /** It is not asked again, at whatever address. */
  ban(remoteId: string, address: string): void {
    this.#banned.add(remoteId);
    this.#banned.add(address);
  }

  /** Lets those go their own way who want something of us; `close` does not reach them any more. */
  release(): void {
    for (const [address, { connection }] of this.#open)
      if (connection.peerInterested && !connection.wantsNothing) this.#open.delete(address);
  }

  /** Ends all connections that it made; who has connected to us is not asked any more. */
  close(reason: string): void {
    for (const ending of this.#visitors.values()) ending.abort();
    this.#visitors.clear();
    for (const { connection } of this.#open.values()) connection.close(reason);
  }

  get #size(): number {
    return this.#open.size + this.#visitors.size;
  }

  #connectionsTo(remoteId: string): Connection[] {
    const all = [...this.#visitors.keys(), ...[...this.#open.values()].map(({ connection }) => connection)];
    return all.filter((connection) => connection.remoteId === remoteId);
  }

  /** Two who call each other at the same time ask each over the connection that he made. */
  #dismiss(remoteId: string): void {
    for (const [connection, ending] of this.#visitors) {
      if (connection.remoteId !== remoteId) continue;
      this.#visitors.delete(connection);
      ending.abort();
    }
  }

  #known(address: string): boolean {
    if (this.#open.has(address) || this.#banned.has(address)) return true;
    return [...this.#visitors.keys()].some((connection) => listensAt(connection) === address);
  }

  #admit(holder: ProbedHolder): boolean {
    const { connection, address } = holder;
    const known = [...this.#open.values()].some((other) => other.connection.remoteId === connection.remoteId);
    if (!known) this.#dismiss(connection.remoteId);
    if (known || this.#banned.has(connection.remoteId)) {
      connection.close('known already');
      return false;
    }
    if (this.#size >= this.#options.maxSources()) {
      connection.close('there are enough sources');
      return false;
    }
    this.#open.set(address, holder);
    connection.listen({ closed: () => this.#open.delete(address) });
    return true;
  }
}

function nearestFirst(a: ProbedHolder, b: ProbedHolder): number {
  return (a.pingMs ?? a.connectMs) - (b.pingMs ?? b.connectMs);
}
