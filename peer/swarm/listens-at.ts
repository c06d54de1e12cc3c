import { formatSocketAddress, parseSocketAddress } from '../../common/tracker-api/socket-address.ts';
import type { Connection } from './connection.ts';

/** Where the other side accepts connections: where we reached it, or at the port that it says. */
export function listensAt({ outgoing, address, remote }: Connection): string | undefined {
  if (outgoing) return address;
  const ip = parseSocketAddress(address)?.ip;
  return ip === undefined || remote?.listenPort === undefined
    ? undefined
    : formatSocketAddress({ ip, port: remote.listenPort });
}
