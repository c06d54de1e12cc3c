import { LIMITS } from '../../common/tracker-api/limits.ts';
import {
  formatSocketAddress,
  parseSocketAddress,
  reachOf,
  type SocketAddress,
} from '../../common/tracker-api/socket-address.ts';

/** Who is at the other end of a connection to the tracker. */
export interface Source {
  readonly ip: string;
  readonly family: 4 | 6;
  /** it runs on the tracker's machine, so the loopback addresses of one are those of the other */
  readonly sameMachine: boolean;
}

/**
 * The addresses at which a host is reached: the one it was seen at, then those it names. What leads nowhere or means
 * something else on every machine (multicast, link-local IPv6) is left out, and so are loopback addresses of a host on
 * another machine.
 *
 * @param port where it listens on the address it was seen at; 0: nowhere
 * @param named `ip:port` texts
 */
export function endpointsOf(source: Source, port: number, named: readonly string[]): SocketAddress[] {
  const seen: SocketAddress[] = port === 0 ? [] : [{ ip: source.ip, family: source.family, port }];
  const byText = new Map(
    [...seen, ...named.flatMap((text) => parseSocketAddress(text) ?? [])]
      .filter(({ ip }) => isUsable(ip, source))
      .map((address) => [formatSocketAddress(address), address]),
  );
  return [...byText.values()].slice(0, LIMITS.addressesPerHost);
}

/** Those of `addresses` that `asker` can try: loopback ones only on the tracker's machine, and there first. */
export function endpointsFor(addresses: readonly SocketAddress[], asker: Source): SocketAddress[] {
  const loopback = addresses.filter(({ ip }) => reachOf(ip) === 'loopback');
  const others = addresses.filter(({ ip }) => reachOf(ip) !== 'loopback');
  return asker.sameMachine ? [...loopback, ...others] : others;
}

function isUsable(ip: string, source: Source): boolean {
  const reach = reachOf(ip);
  return reach === 'anyone' || (reach === 'loopback' && source.sameMachine);
}
