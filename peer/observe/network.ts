import type { InfoHash } from '../../common/ids.ts';
import { pause } from '../../common/runtime/pause.ts';
import type { Ban, ConnectedPeer, NetworkState } from '../operations/operations.ts';
import { type Connection, pingMs, type Swarm } from '../swarm/swarm.ts';
import { TablePart } from './part.ts';

/** What the state of the network is told from. */
export interface NetworkParts {
  /** name of the interface that was chosen; empty: all of them */
  readonly interface: string;
  readonly addresses: readonly string[];
  readonly swarm: Swarm;
  contacts(): NetworkState['trackers'];
  bans(): readonly Ban[];
  /** empty for a document that is not here any more */
  nameOf(infoHash: InfoHash): string;
}

/** How often it is looked whether something has changed, ms; also the time between two tellings. */
const TICK_MS = 500;
/** How long somebody may take to answer a ping, ms. */
const PING_MS = 5_000;

/** How the node is connected at `now`, ms of `performance.now()`. */
export function networkState(parts: NetworkParts, now: number): NetworkState {
  const { all } = parts.swarm.traffic;
  return {
    interface: parts.interface,
    addresses: parts.addresses,
    trackers: parts.contacts(),
    peers: parts.swarm.connected().map((connection) => connectedPeer(connection, parts, now)),
    bans: parts.bans(),
    ...ratesOf(all, now),
  };
}

/** How the node is connected, while somebody watches. */
export function networkPart(parts: NetworkParts): TablePart<NetworkState> {
  return new TablePart<NetworkState>(
    TICK_MS,
    (rows, signal) => {
      const asked = new WeakSet<Connection>();
      const follow = async (): Promise<void> => {
        while (!signal.aborted) {
          for (const connection of parts.swarm.connected()) measure(connection, asked, signal);
          rows.put('network', networkState(parts, performance.now()));
          rows.settle();
          await pause(TICK_MS, signal, { unref: true });
        }
      };
      void follow();
    },
    ({ changed: [network] }) => ({
      part: 'network',
      network: network ?? networkState(parts, performance.now()),
    }),
  );
}

/** Who connected to us was never pinged: he is, once, when somebody wants to see it. */
function measure(connection: Connection, asked: WeakSet<Connection>, signal: AbortSignal): void {
  if (connection.latencyMs !== undefined || !connection.speaksPages || asked.has(connection)) return;
  asked.add(connection);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PING_MS)]);
  pingMs(connection, limit).catch(() => undefined); // it does not answer, or has gone
}

/** Somebody we are connected with, as he is at `now`, ms of `performance.now()`. */
export function connectedPeer(
  connection: Connection,
  { nameOf }: Pick<NetworkParts, 'nameOf'>,
  now: number,
): ConnectedPeer {
  const { address, client, infoHash, outgoing, latencyMs, traffic } = connection;
  const { peerInterested, amChoking, amInterested, peerChoking } = connection;
  return {
    address,
    client,
    infoHash,
    document: nameOf(infoHash),
    outgoing,
    ...(latencyMs !== undefined && { latencyMs: Math.round(latencyMs * 100) / 100 }),
    peerInterested,
    amChoking,
    amInterested,
    peerChoking,
    ...ratesOf(traffic, now),
  };
}

function ratesOf({ up, down }: Connection['traffic'], now: number) {
  return {
    upRate: up.perSecond(now),
    downRate: down.perSecond(now),
    uploadedBytes: up.total,
    downloadedBytes: down.total,
  };
}
