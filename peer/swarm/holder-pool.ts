import type { Holder } from '../../common/tracker-api/publication.ts';
import type { Connection } from './connection.ts';
import type { Swarm, Topic } from './open-swarm.ts';
import { type ProbedHolder, type ProbeOptions, probeHolders } from './probe.ts';

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

/** Who holds a document: asked for and probed; those to whom a connection stands are not probed again. */
export class HolderPool {
  readonly #options: HolderPoolOptions;
  readonly #banned = new Set<string>();
  readonly #open = new Map<string, ProbedHolder>();

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
    if (this.#open.size >= maxSources()) return [];
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

  /** Ends all connections. */
  close(reason: string): void {
    for (const { connection } of this.#open.values()) connection.close(reason);
  }

  #known(address: string): boolean {
    return this.#open.has(address) || this.#banned.has(address);
  }

  #admit(holder: ProbedHolder): boolean {
    const { connection, address } = holder;
    const known = [...this.#open.values()].some((other) => other.connection.remoteId === connection.remoteId);
    if (known || this.#banned.has(connection.remoteId)) {
      connection.close('known already');
      return false;
    }
    if (this.#open.size >= this.#options.maxSources()) {
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
