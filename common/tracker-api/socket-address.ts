import ipaddr from 'ipaddr.js';

/** An IP address and a port. */
export interface SocketAddress {
  /** in its shortest form, an IPv4-mapped IPv6 address as IPv4 */
  readonly ip: string;
  readonly family: 4 | 6;
  readonly port: number;
}

/** Who can reach an address: this machine, this link, anyone; `none` for multicast, unspecified and broadcast. */
export type Reach = 'loopback' | 'link' | 'anyone' | 'none';

/** An IP literal in its shortest form, an IPv4-mapped one as IPv4; `undefined` for anything else, names included. */
export function parseIp(text: string): { ip: string; family: 4 | 6 } | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return { ip: ipaddr.IPv4.parse(text).toString(), family: 4 };
  if (text.length > 45 || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  if (address.isIPv4MappedAddress()) return { ip: address.toIPv4Address().toString(), family: 4 };
  return { ip: address.toRFC5952String(), family: 6 };
}

/** The address that `203.0.113.5:8169` or `[2001:db8::1]:8169` names; `undefined` for anything else. */
export function parseSocketAddress(text: string): SocketAddress | undefined {
  const [, six, four, digits] = /^(?:\[([^[\]]{2,45})\]|([\d.]{7,15})):(\d{1,5})$/.exec(text) ?? [];
  const address = parseIp(six ?? four ?? '');
  const port = Number(digits);
  if (address === undefined || port < 1 || port > 65_535) return undefined;
  return { ...address, port };
}

/** `203.0.113.5:8169`, `[2001:db8::1]:8169` */
export function formatSocketAddress({ ip, port }: Pick<SocketAddress, 'ip' | 'port'>): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** Who can reach the literal `ip`. */
export function reachOf(ip: string): Reach {
  const range = ipaddr.parse(ip).range();
  if (range === 'loopback') return 'loopback';
  if (range === 'multicast' || range === 'unspecified' || range === 'broadcast') return 'none';
  // an IPv6 link-local address means nothing without the zone, which is each machine's own
  return range === 'linkLocal' && ip.includes(':') ? 'link' : 'anyone';
}

/** Whether the literal `ip` leads nowhere outside: private, link-local and loopback addresses. @see RFC 1918, RFC 4193 */
export function isLocal(ip: string): boolean {
  return ['loopback', 'private', 'linkLocal', 'uniqueLocal'].includes(ipaddr.parse(ip).range());
}

/** The compact form: 4 or 16 bytes of address, 2 of port. @see BEP 23, BEP 7 */
export function encodeCompact({ ip, port }: Pick<SocketAddress, 'ip' | 'port'>): Uint8Array {
  return Uint8Array.from([...ipaddr.parse(ip).toByteArray(), port >> 8, port & 0xff]);
}

/** The addresses of a compact list of one family; an incomplete last one is left out. @see BEP 23, BEP 7 */
export function decodeCompact(bytes: Uint8Array, family: 4 | 6): SocketAddress[] {
  const ipBytes = family === 4 ? 4 : 16;
  const addresses: SocketAddress[] = [];
  for (let at = 0; at + ipBytes + 2 <= bytes.length; at += ipBytes + 2) {
    const parsed = parseIp(ipaddr.fromByteArray([...bytes.subarray(at, at + ipBytes)]).toString());
    const port = ((bytes[at + ipBytes] ?? 0) << 8) | (bytes[at + ipBytes + 1] ?? 0);
    if (parsed !== undefined && port > 0) addresses.push({ ...parsed, port });
  }
  return addresses;
}
