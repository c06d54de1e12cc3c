import { parseSocketAddress } from '../../common/tracker-api/socket-address.ts';
import type { ByteChannel } from './channel.ts';
import type { Connection } from './connection.ts';
import type { Guest } from './make-room.ts';

/** A connection that another has made to us. */
export interface Accepted {
  readonly channel: ByteChannel;
  /** ms on the clock of `performance` */
  readonly at: number;
  /** once it has said the handshake */
  connection: Connection | undefined;
}

/** The same as it is judged at `now`, ms, when places are scarce. */
export function asGuest({ channel, at, connection }: Accepted, now: number): Guest {
  const ip = parseSocketAddress(channel.remoteAddress)?.ip ?? '';
  return { ip, ageMs: now - at, busy: connection !== undefined && isBusy(connection) };
}

/** Whether it wants something of us, or something of a document has gone either way. */
function isBusy({ peerInterested, traffic }: Connection): boolean {
  return peerInterested || traffic.up.total + traffic.down.total > 0;
}
