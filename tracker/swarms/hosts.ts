import { CodedError } from '../../common/errors.ts';
import type { Heartbeat } from '../../common/tracker-api/heartbeat.ts';
import type { Source } from './endpoints.ts';
import type { Host } from './host.ts';
import type { SwarmLimits } from './limits.ts';

/** The hosts that send heartbeats, in the order in which they came; no more than there may be, in all and at one address. */
export class Hosts {
  readonly #limits: Pick<SwarmLimits, 'hosts' | 'hostsPerIp' | 'hostExpiryMs'>;
  readonly #hosts = new Map<string, Host>();
  readonly #countAt = new Map<string, number>();
  #admitted = 0;

  constructor(limits: Pick<SwarmLimits, 'hosts' | 'hostsPerIp' | 'hostExpiryMs'>) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#hosts.size;
  }

  /** The host `id`, also one that fell silent since the last sweep. */
  get(id: string): Host | undefined {
    return this.#hosts.get(id);
  }

  /** The first `limit` hosts above `after` that have been heard of in time, in the order in which they came. */
  list(after: number, limit: number, now: number): Host[] {
    const hosts: Host[] = [];
    for (const host of this.#hosts.values()) {
      if (hosts.length === limit) break;
      if (host.ordinal > after && this.isAlive(host, now)) hosts.push(host);
    }
    return hosts;
  }

  isAlive(host: Host, now: number): boolean {
    return now - host.heardAt <= this.#limits.hostExpiryMs;
  }

  silent(now: number): Host[] {
    return [...this.#hosts.values()].filter((host) => !this.isAlive(host, now));
  }

  /** @throws {CodedError} ERR_TRACKER_TOO_MANY_HOSTS when one more at `source` would be too many */
  refuseTooMany({ ip }: Source): void {
    if (this.#hosts.size >= this.#limits.hosts) throw tooManyHosts('this tracker');
    if ((this.#countAt.get(ip) ?? 0) >= this.#limits.hostsPerIp) throw tooManyHosts(ip);
  }

  /** A host that was not known, and holds nothing yet. */
  admit(id: string, { client, sequence }: Heartbeat, { ip }: Source, now: number): Host {
    const host: Host = {
      id,
      ordinal: ++this.#admitted,
      ip,
      client,
      addresses: [],
      sequence,
      synced: false,
      heardAt: now,
      holdings: new Map(),
      whole: 0,
    };
    this.#hosts.set(id, host);
    this.#countAt.set(ip, (this.#countAt.get(ip) ?? 0) + 1);
    return host;
  }

  remove({ id, ip }: Host): void {
    this.#hosts.delete(id);
    const left = (this.#countAt.get(ip) ?? 1) - 1;
    if (left === 0) this.#countAt.delete(ip);
    else this.#countAt.set(ip, left);
  }
}

function tooManyHosts(where: string): CodedError {
  return new CodedError('ERR_TRACKER_TOO_MANY_HOSTS', `too many hosts at ${where}; try another tracker`);
}
