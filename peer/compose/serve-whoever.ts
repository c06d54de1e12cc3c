import type { InfoHash } from '../../common/ids.ts';
import type { Log } from '../../common/runtime/log.ts';
import { parseSocketAddress } from '../../common/tracker-api/socket-address.ts';
import type { PeerConfig } from '../config.ts';
import { exchange } from '../exchange/exchange.ts';
import { serveMetadata } from '../metadata/metadata.ts';
import type { Node } from '../node/node.ts';
import { type Bans, nameOf } from '../observe/observe.ts';
import { seed } from '../seed/seed.ts';
import { type Admission, type Connection, openSwarm, type Swarm } from '../swarm/swarm.ts';
import type { Self } from './self.ts';

/** What is served, within what, and who is put down for what they did. */
interface Serving extends Pick<Node, 'library' | 'shelf' | 'uploads' | 'visitors' | 'uploaded'> {
  /** address to listen on; all of them without it */
  readonly host: string | undefined;
  readonly bans: Bans;
}

/**
 * Opens the port of the node, where whoever asks for a document that is here is served.
 *
 * @throws {CodedError} ERR_SWARM_PORT_IN_USE, ERR_SWARM_LISTEN
 */
export async function serveWhoever(
  { port, portFixed, limits }: PeerConfig,
  self: Self,
  serving: Serving,
  log: Log,
): Promise<Swarm> {
  const connected = (): readonly Connection[] => swarm.connected();
  const swarm = await openSwarm({
    ...self,
    host: serving.host,
    port,
    portFixed,
    limits,
    admit: (infoHash) => admit(serving, connected, infoHash),
    refused: (connection, reason) =>
      serving.bans.add({
        address: whereOf(connection),
        reason,
        document: nameOf(serving, connection.infoHash),
      }),
    log,
  });
  return swarm;
}

async function admit(
  { shelf, uploads, visitors, uploaded }: Serving,
  connected: () => readonly Connection[],
  infoHash: InfoHash,
): Promise<Admission | undefined> {
  const loan = await shelf.borrow(infoHash);
  if (loan === undefined) return undefined;
  const { info, map } = loan.content.description;
  return {
    topic: {
      infoHash,
      pieceCount: info.pieceCount,
      map: map === undefined ? undefined : { digest: map.digest, size: map.blob.length },
      complete: loan.content.complete,
      metadataSize: info.encoded.length,
      private: info.private,
    },
    begin(connection) {
      const { content } = loan;
      seed(connection, { content, uploads, uploaded: (bytes) => uploaded(infoHash, bytes) });
      serveMetadata(connection, info);
      exchange(connection, {
        private: info.private,
        connected,
        heard: (from, message) => visitors.heard(infoHash, from, message),
      });
      connection.listen({ closed: () => loan.giveBack() });
      visitors.came(connection);
    },
  };
}

/** Where the other side is: who connected to us did so from a port that is another each time, and means nothing. */
function whereOf({ outgoing, address }: Connection): string {
  return outgoing ? address : (parseSocketAddress(address)?.ip ?? address);
}
