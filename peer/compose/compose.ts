import { join } from 'node:path';
import type { InfoHash } from '../../common/ids.ts';
import type { TrackerTiers } from '../../common/metainfo/tracker-tiers.ts';
import { type Log, silentLog } from '../../common/runtime/log.ts';
import { createLogRing, teeLog } from '../../common/runtime/log-ring.ts';
import { chooseListen, interfaceOf } from '../../common/runtime/network-interface.ts';
import { formatSocketAddress } from '../../common/tracker-api/socket-address.ts';
import type { Announcer } from '../announce/announce.ts';
import type { PeerConfig } from '../config.ts';
import { createShelf } from '../content/content.ts';
import { type Control, openControl } from '../control/control.ts';
import { Visitors } from '../exchange/exchange.ts';
import { openExperience } from '../experience/experience.ts';
import { type Library, openLibrary } from '../library/library.ts';
import { Limits, Storage } from '../limit/limit.ts';
import { discard, Holdings, hasRoom, leftovers, type Node, workFor } from '../node/node.ts';
import { Bans, createObserver } from '../observe/observe.ts';
import { openReader } from '../read/read.ts';
import { createSearch } from '../search/search.ts';
import { Uploads } from '../seed/seed.ts';
import { createSettings } from '../settings/settings.ts';
import { createTransferStore, openTransfers } from '../transfers/transfers.ts';
import { announceHoldings, announceUrl } from './announce-holdings.ts';
import type { Built } from './built.ts';
import { selfOf } from './self.ts';
import { serveWhoever } from './serve-whoever.ts';

export { Built } from './built.ts';

/** The rooms of a node, and the port over which it is asked. */
export interface Composed {
  readonly node: Node;
  readonly control: Control;
}

/**
 * Opens the rooms of a node, each over those that it works with. It accepts connections then and tells the trackers what
 * it holds; what is asked over `control` waits, and so do its transfers.
 *
 * @param built owns what is opened, also when opening the next one fails
 * @throws {CodedError} ERR_PEER_ALREADY_RUNNING, ERR_LIBRARY_*, ERR_SWARM_PORT_IN_USE, ERR_SWARM_LISTEN
 */
export async function compose(
  config: PeerConfig,
  options: { readonly log?: Log; readonly lasting?: boolean },
  built: Built,
): Promise<Composed> {
  const ring = createLogRing();
  const log = teeLog(options.log ?? silentLog, ring.log);
  const control = built.own(await openControl(config.data, { log }));
  const library = built.own(await openLibrary(config.data, { log }));
  let announcer: Announcer | undefined; // whoever connects before there is one may find a document lost
  const { shelf, holdings } = openDocuments(library, log, () => announcer?.changed());
  built.own(shelf);
  const bans = new Bans();
  const uploaded = (infoHash: InfoHash, bytes: number): void => library.countUpload(infoHash, bytes);

  const self = selfOf(library);
  const listen = chooseListen(config);
  const { host, addresses: local } = listen;
  const limits = new Limits(config.limits);
  const storage = new Storage(library, () => limits.values.maxStorage);
  const uploads = new Uploads({ limits });
  const visitors = new Visitors();
  const serving = { library, shelf, uploads, visitors, uploaded, host, bans };
  const swarm = built.own(await serveWhoever(config, self, serving, log));
  const addresses = addressesOf(config, local, swarm.port);
  await lookAtFiles(library, holdings, log);
  announcer = built.own(
    announceHoldings(config, self, { library, holdings, addresses, port: swarm.port }, log),
  );

  const transfers = built.own(
    await openTransfers({
      store: createTransferStore(library.folders.transfers, log),
      maxActive: config.maxActiveTransfers,
      work: (infoHash, request) => workFor(node, infoHash, request),
      discard: (infoHash) => discard(node, infoHash),
      leftovers: () => leftovers(library, log),
      hasRoom: (subject) => hasRoom(library, subject),
      log,
    }),
  );
  const searchOver = (trackers: readonly string[], tiers: TrackerTiers = []) =>
    createSearch([...new Set(trackers)], { announcedAs: { peerId: self.peerId, port: swarm.port }, tiers });
  const searchIn = (more: readonly string[], tiers?: TrackerTiers) =>
    searchOver([...config.trackers, ...more], tiers);
  const checking = new Set<InfoHash>();
  const observer = createObserver({
    library,
    shelf,
    checks: (infoHash) => checking.has(infoHash),
    serves: (infoHash) => holdings.serves(infoHash),
    swarm,
    announcer,
    transfers,
    search: () => searchIn([]),
    trackers: config.trackers,
    interface: interfaceOf(listen),
    addresses,
    hostId: self.hostId,
    bans,
    limits,
    storage,
    ring,
    log,
  });
  const node: Node = {
    version: self.version,
    lasting: options.lasting ?? false,
    hostId: self.hostId,
    addresses,
    announceUrls: config.trackers.map(announceUrl),
    library,
    shelf,
    holdings,
    swarm,
    announcer,
    transfers,
    log,
    reader: built.own(await openReader({ library, shelf, log })),
    settings: createSettings(config.data, config.decided),
    observer,
    searchIn,
    searchAt: (tiers) => searchOver([], tiers),
    uploads,
    limits,
    storage,
    checking,
    visitors,
    experience: built.own(await openExperience(join(config.data, 'holders.json'))),
    uploaded,
  };
  return { node, control };
}

/** The documents of `library` to read and to fill, and what of them is served. @param changed one was found lost */
function openDocuments(library: Library, log: Log, changed: () => void): Pick<Node, 'shelf' | 'holdings'> {
  const shelf = createShelf(library, (document) => {
    if (!holdings.serves(document.infoHash)) return;
    log.warn('document-lost', { name: document.name, path: document.path });
    holdings.lost(document.infoHash);
    changed();
  });
  const holdings = new Holdings(library, shelf);
  return { shelf, holdings };
}

/** What is where it was is offered, and what lies elsewhere in the library folder; the others are told of. */
async function lookAtFiles(library: Library, holdings: Holdings, log: Log): Promise<void> {
  await holdings.look();
  for (const document of holdings.missing()) {
    if ((await library.recheck(document)) === 'serving') holdings.gained(document);
    else log.warn('document-lost', { name: document.name, path: document.path });
  }
}

function addressesOf(
  config: PeerConfig,
  local: readonly { readonly ip: string }[],
  port: number,
): readonly string[] {
  return config.announceAddresses ?? local.map(({ ip }) => formatSocketAddress({ ip, port }));
}
