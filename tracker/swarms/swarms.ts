import { CodedError } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import type { Heartbeat, HoldingChange } from '../../common/tracker-api/heartbeat.ts';
import { formatSocketAddress } from '../../common/tracker-api/socket-address.ts';
import type { SoftChange } from '../changes/changes.ts';
import { endpointsOf, type Source } from './endpoints.ts';
import { type Holding, type Host, holdingOf, kindOf } from './host.ts';
import { Hosts } from './hosts.ts';
import type { SwarmLimits } from './limits.ts';
import { emptySwarm, type Member, type StandardPeer, type Swarm } from './swarm.ts';

export { endpointsFor, type Source } from './endpoints.ts';
export type { Host } from './host.ts';
export type { SwarmLimits } from './limits.ts';
export type { Member, StandardPeer } from './swarm.ts';

/** What a heartbeat came to. */
export interface HeartbeatOutcome {
  readonly wantFull: boolean;
  readonly unknown: readonly InfoHash[];
  readonly changes: readonly SoftChange[];
}

/** How many are in a swarm. @see BEP 48 */
export interface SwarmCounts {
  readonly complete: number;
  readonly incomplete: number;
  readonly downloaded: number;
}

/**
 * Who holds what, in memory: it heals by the next heartbeats, so nothing of it is kept. Time comes in as `now`, ms.
 *
 * @see docs/decisions/0009
 */
export class Swarms {
  readonly #limits: SwarmLimits;
  readonly #hosts: Hosts;
  readonly #swarms = new Map<InfoHash, Swarm>();
  #holdings = 0;
  #standard = 0;
  #version = 0;

  constructor(limits: SwarmLimits) {
    this.#limits = limits;
    this.#hosts = new Hosts(limits);
  }

  get hostCount(): number {
    return this.#hosts.count;
  }

  get standardCount(): number {
    return this.#standard;
  }

  /** Counts up whenever somebody comes or goes, or holds more or less than before. */
  get version(): number {
    return this.#version;
  }

  /** The first `limit` hosts above `after` that have been heard of in time, in the order in which they came. */
  hosts(after: number, limit: number, now: number): Host[] {
    return this.#hosts.list(after, limit, now);
  }

  /** The host `id`, if it has been heard of in time. */
  host(id: string, now: number): Host | undefined {
    const host = this.#hosts.get(id);
    return host !== undefined && this.#hosts.isAlive(host, now) ? host : undefined;
  }

  /**
   * Takes a heartbeat of the host `id`, which has proved that it is.
   *
   * @param isPublished whether a document is tracked here; others are reported as unknown and not kept
   * @throws {CodedError} ERR_TRACKER_TOO_MANY_HOSTS, ERR_TRACKER_TOO_MANY_HOLDINGS
   */
  heartbeat(
    id: string,
    heartbeat: Heartbeat,
    source: Source,
    isPublished: (infoHash: InfoHash) => boolean,
    now: number,
  ): HeartbeatOutcome {
    const known = this.#hosts.get(id);
    this.#refuseTooMany(known, heartbeat, source);
    const kind = kindOf(heartbeat, known);
    const host = known ?? this.#admit(id, heartbeat, source, now);
    host.heardAt = now;
    if (kind === 'late') return { wantFull: true, unknown: [], changes: [] };

    host.sequence = heartbeat.sequence;
    host.client = heartbeat.client;
    host.addresses = endpointsOf(source, heartbeat.port, heartbeat.addresses);
    host.synced = kind === 'all' || (host.synced && kind === 'next');
    const changes: SoftChange[] =
      known === undefined ? [{ type: 'host-up', at: now, hostId: id, client: host.client }] : [];
    if (kind === 'all') changes.push(...this.#dropUnlisted(host, heartbeat.changes, now));
    const published = heartbeat.changes.filter(({ infoHash }) => isPublished(infoHash));
    for (const change of published)
      changes.push(...this.#hold(host, change.infoHash, holdingOf(change), now));
    const unknown = heartbeat.changes.filter(
      (change) => !('dropped' in change) && !isPublished(change.infoHash),
    );
    return { wantFull: !host.synced, unknown: unknown.map(({ infoHash }) => infoHash), changes };
  }

  /** The host `id` leaves. */
  goodbye(id: string, now: number): SoftChange[] {
    return this.#dismiss(id, 'goodbye', now);
  }

  /**
   * Takes the announce of a standard client.
   *
   * @returns false when the swarm or the client's address has as many as it may
   */
  announce(infoHash: InfoHash, peer: StandardPeer, completed: boolean): boolean {
    const swarm = this.#swarm(infoHash);
    const key = formatSocketAddress(peer.address);
    if (!swarm.standard.has(key)) {
      if (!this.#hasRoom(swarm, peer)) return false;
      this.#standard++;
      this.#version++;
    }
    swarm.standard.set(key, peer);
    if (completed) swarm.downloads++;
    return true;
  }

  /** A standard client leaves. */
  stop(infoHash: InfoHash, address: StandardPeer['address']): void {
    const swarm = this.#swarms.get(infoHash);
    if (!swarm?.standard.delete(formatSocketAddress(address))) return;
    this.#standard--;
    this.#version++;
  }

  /** A document is no longer tracked. */
  forget(infoHash: InfoHash): void {
    const swarm = this.#swarms.get(infoHash);
    if (swarm === undefined) return;
    this.#version++;
    for (const host of swarm.hosts) {
      if (host.holdings.get(infoHash)?.complete) host.whole--;
      host.holdings.delete(infoHash);
    }
    this.#holdings -= swarm.hosts.size;
    this.#standard -= swarm.standard.size;
    this.#swarms.delete(infoHash);
  }

  /** Everyone who holds something and has been heard of in time. */
  members(infoHash: InfoHash, now: number): Member[] {
    const swarm = this.#swarms.get(infoHash);
    if (swarm === undefined) return [];
    const hosts = [...swarm.hosts].filter((host) => this.#hosts.isAlive(host, now));
    const standard = [...swarm.standard.values()].filter((peer) => this.#isStandardAlive(peer, now));
    return [
      ...hosts.flatMap((host) => memberOf(host, infoHash)),
      ...standard.map((peer): Member => ({ ...peer, client: 'standard', addresses: [peer.address] })),
    ];
  }

  counts(infoHash: InfoHash, now: number): SwarmCounts {
    const members = this.members(infoHash, now);
    const complete = members.filter((member) => member.complete).length;
    const downloaded = this.#swarms.get(infoHash)?.downloads ?? 0;
    return { complete, incomplete: members.length - complete, downloaded };
  }

  /** How many are in a swarm; those that fell silent since the last sweep included. */
  size(infoHash: InfoHash): number {
    const swarm = this.#swarms.get(infoHash);
    return swarm === undefined ? 0 : swarm.hosts.size + swarm.standard.size;
  }

  /** Forgets everyone who fell silent. */
  sweep(now: number): SoftChange[] {
    for (const swarm of this.#swarms.values()) {
      for (const [key, peer] of swarm.standard) {
        if (this.#isStandardAlive(peer, now)) continue;
        swarm.standard.delete(key);
        this.#standard--;
        this.#version++;
      }
    }
    return this.#hosts.silent(now).flatMap((host) => this.#dismiss(host.id, 'silent', now));
  }

  #refuseTooMany(known: Host | undefined, { changes, full }: Heartbeat, source: Source): void {
    if (known === undefined) this.#hosts.refuseTooMany(source);
    if (changes.length === 0) return;
    const { holdingsPerHost, holdings } = this.#limits;
    const held = known?.holdings.size ?? 0;
    if ((full ? 0 : held) + changes.length > holdingsPerHost) throw tooManyHoldings(holdingsPerHost);
    if (this.#holdings - (full ? held : 0) + changes.length > holdings) throw tooManyHoldings(holdings);
  }

  #admit(id: string, heartbeat: Heartbeat, source: Source, now: number): Host {
    this.#version++;
    return this.#hosts.admit(id, heartbeat, source, now);
  }

  #dismiss(id: string, reason: 'goodbye' | 'silent', at: number): SoftChange[] {
    const host = this.#hosts.get(id);
    if (host === undefined) return [];
    for (const infoHash of [...host.holdings.keys()]) this.#hold(host, infoHash, undefined, at);
    this.#hosts.remove(host);
    this.#version++;
    return [{ type: 'host-down', at, hostId: id, reason }];
  }

  #dropUnlisted(host: Host, listed: readonly HoldingChange[], now: number): SoftChange[] {
    const kept = new Set(listed.map(({ infoHash }) => infoHash));
    const gone = [...host.holdings.keys()].filter((infoHash) => !kept.has(infoHash));
    return gone.flatMap((infoHash) => this.#hold(host, infoHash, undefined, now));
  }

  /** Puts down what `host` holds of a document, in both directions. News is who holds it and who has it whole. */
  #hold(host: Host, infoHash: InfoHash, holding: Holding | undefined, at: number): SoftChange[] {
    const before = host.holdings.get(infoHash);
    if (holding === undefined) {
      if (before === undefined) return [];
      if (before.complete) host.whole--;
      host.holdings.delete(infoHash);
      this.#version++;
      this.#swarms.get(infoHash)?.hosts.delete(host);
      this.#holdings--;
      return [{ type: 'dropped', at, hostId: host.id, infoHash }];
    }
    if (before === undefined) {
      const { hosts } = this.#swarm(infoHash);
      if (hosts.size >= this.#limits.holdersPerDocument) return []; // there are plenty to ask
      hosts.add(host);
      this.#holdings++;
    }
    host.holdings.set(infoHash, holding);
    host.whole += Number(holding.complete) - Number(before?.complete === true);
    this.#version++;
    if (before?.complete === holding.complete) return [];
    return [{ type: 'holds', at, hostId: host.id, infoHash, complete: holding.complete }];
  }

  #swarm(infoHash: InfoHash): Swarm {
    const swarm = this.#swarms.get(infoHash) ?? emptySwarm();
    this.#swarms.set(infoHash, swarm);
    return swarm;
  }

  #hasRoom({ standard }: Swarm, { address }: StandardPeer): boolean {
    if (standard.size >= this.#limits.holdersPerDocument) return false;
    const neighbours = [...standard.values()].filter((peer) => peer.address.ip === address.ip);
    return neighbours.length < this.#limits.standardPerIp;
  }

  #isStandardAlive(peer: StandardPeer, now: number): boolean {
    return now - peer.heardAt <= this.#limits.standardExpiryMs;
  }
}

function memberOf(host: Host, infoHash: InfoHash): Member[] {
  const holding = host.holdings.get(infoHash);
  if (holding === undefined) return [];
  const { id, addresses, heardAt } = host;
  return [{ ...holding, hostId: id, client: 'pageswarm', addresses, heardAt }];
}

function tooManyHoldings(limit: number): CodedError {
  return new CodedError('ERR_TRACKER_TOO_MANY_HOLDINGS', `more than ${limit} documents held; announce fewer`);
}
