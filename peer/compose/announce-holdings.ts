import { messageOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import type { Log } from '../../common/runtime/log.ts';
import { type Announcer, createAnnouncer } from '../announce/announce.ts';
import type { PeerConfig } from '../config.ts';
import type { Library } from '../library/library.ts';
import type { Node } from '../node/node.ts';
import { keptUpload } from '../publish/publish.ts';
import type { Self } from './self.ts';

/** Starts telling the trackers what this node holds. */
export function announceHoldings(
  { trackers, announceAddresses }: PeerConfig,
  { peerId, client }: Self,
  { library, holdings, addresses, port }: Pick<Node, 'library' | 'holdings' | 'addresses'> & { port: number },
  log: Log,
): Announcer {
  const announcer = createAnnouncer({
    trackers,
    secret: library.secret,
    addresses,
    port: announceAddresses === undefined ? port : 0,
    client,
    peerId,
    holdings: () => holdings.list(),
    onUnknown: (tracker, infoHashes) => void publishAgain(library, announcer, log, tracker, infoHashes),
  });
  return announcer;
}

/** A tracker has lost, or never had, publications of documents that we hold: it is told again. */
async function publishAgain(
  library: Library,
  announcer: Announcer,
  log: Log,
  tracker: string,
  infoHashes: readonly InfoHash[],
): Promise<void> {
  for (const infoHash of infoHashes) {
    const upload = await keptUpload(library.folders.documents, infoHash);
    if (upload === undefined) continue;
    try {
      await announcer.publish(upload, { signal: AbortSignal.timeout(30_000) });
    } catch (error) {
      log.debug('publish-again-failed', { tracker, infoHash, why: messageOf(error) });
    }
  }
}

/** Where standard clients announce to `tracker`, a tracker of ours. */
export function announceUrl(tracker: string): string {
  return /\/announce(\/|$|\?)/.test(tracker) ? tracker : `${tracker.replace(/\/+$/, '')}/announce`;
}
