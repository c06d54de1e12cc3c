import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { CodedError } from '../errors.ts';
import { formatSocketAddress, parseIp, reachOf } from '../tracker-api/socket-address.ts';

/** An address of this machine. */
export interface LocalAddress {
  /** name of the network interface; empty where this machine knows none with that address */
  readonly interface: string;
  readonly ip: string;
  readonly family: 4 | 6;
  /** only this machine reaches it */
  readonly internal: boolean;
}

/** As `os.networkInterfaces()` gives it. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Where to listen, and what to call it. */
export interface ListenChoice {
  /** address to bind; absent: all of both families */
  readonly host?: string;
  /** addresses at which others reach it, best first; never empty */
  readonly addresses: readonly LocalAddress[];
}

/** Made by containers and virtual machines: others on the network do not reach them. */
const VIRTUAL =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|utun|tun|tap|zt|tailscale|wg|llw|awdl|bridge)/i;

/** The addresses of this machine that others can use, best first: real before virtual, IPv4 before IPv6, loopback last. */
export function localAddresses(interfaces: Interfaces = networkInterfaces()): LocalAddress[] {
  const all = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses.flatMap(({ address, internal }) => {
      const parsed = parseIp(address);
      return parsed === undefined ? [] : [{ interface: name, ...parsed, internal }];
    }),
  );
  return all
    .filter(({ ip }) => ['anyone', 'loopback'].includes(reachOf(ip)))
    .sort((a, b) => penalty(a) - penalty(b));
}

/**
 * Chooses where to listen from `--host` and `--interface`; without either, at all addresses.
 *
 * @throws {CodedError} ERR_NETWORK_NO_INTERFACE, naming those there are; ERR_NETWORK_NO_ADDRESS
 */
export function chooseListen(
  wish: { readonly host?: string; readonly interface?: string },
  interfaces: Interfaces = networkInterfaces(),
): ListenChoice {
  const all = localAddresses(interfaces);
  if (wish.host !== undefined)
    return { host: literalOf(wish.host).ip, addresses: addressesAt(wish.host, all) };
  if (wish.interface === undefined)
    return { addresses: all.length > 0 ? all : addressesAt('127.0.0.1', all) };
  const named = all.filter((address) => address.interface === wish.interface);
  const [best] = named;
  if (best !== undefined) return { host: best.ip, addresses: [best] };
  throw new CodedError(
    'ERR_NETWORK_NO_INTERFACE',
    `no network interface '${wish.interface}' with an address; there are: ${Object.keys(interfaces).join(', ')}`,
  );
}

/** Name of the only network interface that is listened at; empty: several, or none that is known. */
export function interfaceOf({ host, addresses }: ListenChoice): string {
  return host === undefined || addresses.length > 1 ? '' : (addresses[0]?.interface ?? '');
}

/** `http://192.0.2.7:8168` for each of the addresses. */
export function urlsOf({ addresses }: ListenChoice, port: number): string[] {
  return addresses.map(({ ip }) => `http://${formatSocketAddress({ ip, port })}`);
}

function addressesAt(host: string, all: readonly LocalAddress[]): LocalAddress[] {
  const { ip, family } = literalOf(host);
  const reach = reachOf(ip);
  if (reach !== 'none') {
    const name = all.find((address) => address.ip === ip)?.interface ?? '';
    return [{ interface: name, ip, family, internal: reach === 'loopback' }];
  }
  // 0.0.0.0 is every IPv4 address; :: is every address of both families
  return all.filter((address) => family === 6 || address.family === 4);
}

function literalOf(host: string): { ip: string; family: 4 | 6 } {
  const parsed = parseIp(host === 'localhost' ? '127.0.0.1' : host);
  if (parsed !== undefined) return parsed;
  throw new CodedError(
    'ERR_NETWORK_NO_ADDRESS',
    `'${host}' is no IP address; give one of this machine, or none`,
  );
}

function penalty({ interface: name, family, internal }: LocalAddress): number {
  return (internal ? 4 : 0) + (VIRTUAL.test(name) ? 2 : 0) + (family === 6 ? 1 : 0);
}
