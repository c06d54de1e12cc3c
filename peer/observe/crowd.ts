import type { Shelf } from '../content/content.ts';
import { findDocument, type Library } from '../library/library.ts';
import type { Limits, Storage } from '../limit/limit.ts';
import type { Abortable, ConnectedPeer, LimitState } from '../operations/operations.ts';
import { pingMs, type Swarm } from '../swarm/swarm.ts';
import { connectedPeer, type NetworkParts } from './network.ts';

/** What is asked for those who fetch and serve. */
export interface CrowdParts extends Pick<NetworkParts, 'nameOf'> {
  readonly library: Pick<Library, 'documents'>;
  readonly shelf: Pick<Shelf, 'downloads'>;
  readonly swarm: Pick<Swarm, 'connected' | 'connections' | 'traffic'>;
  readonly limits: Limits;
  readonly storage: Pick<Storage, 'used'>;
}

/** How long those who were never pinged may take to answer once, ms. */
const PING_MS = 1_000;

/**
 * Those we are connected with about a document that is here or arrives.
 *
 * @throws {CodedError} ERR_LIBRARY_NOT_FOUND, ERR_LIBRARY_AMBIGUOUS
 */
export async function peersOf(
  parts: CrowdParts,
  document: string,
  { signal }: Abortable,
): Promise<readonly ConnectedPeer[]> {
  const arriving = parts.shelf.downloads().map(({ description: { info, sha256 = '' } }) => {
    return { infoHash: info.infoHash, name: info.name, path: info.name, sha256 };
  });
  const { infoHash } = findDocument([...arriving, ...parts.library.documents()], document);
  const connections = parts.swarm.connected().filter((connection) => connection.infoHash === infoHash);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PING_MS)]);
  const unmeasured = connections.filter(
    ({ latencyMs, speaksPages }) => latencyMs === undefined && speaksPages,
  );
  await Promise.allSettled(unmeasured.map((connection) => pingMs(connection, limit)));
  signal.throwIfAborted();
  const now = performance.now();
  return connections
    .filter(({ closed }) => !closed)
    .map((connection) => connectedPeer(connection, parts, now));
}

/** What the node may use, and what it uses at `now`, ms of `performance.now()`. */
export async function limitState(
  { limits, storage, swarm }: CrowdParts,
  now = performance.now(),
): Promise<LimitState> {
  const { up, down } = swarm.traffic.all;
  return {
    ...limits.values,
    upRate: up.perSecond(now),
    downRate: down.perSecond(now),
    connections: swarm.connections,
    storedBytes: await storage.used(),
  };
}
