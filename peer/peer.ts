import { createHash } from 'node:crypto';
import { messageOf } from '../common/errors.ts';
import type { InfoHash } from '../common/ids.ts';
import { type Log, silentLog } from '../common/runtime/log.ts';
import { createLogRing, teeLog } from '../common/runtime/log-ring.ts';
import { chooseListen } from '../common/runtime/network-interface.ts';
import { productVersion } from '../common/runtime/version.ts';
import { hostIdOf } from '../common/tracker-api/host-id.ts';
import { formatSocketAddress, parseSocketAddress } from '../common/tracker-api/socket-address.ts';
import { type Announcer, createAnnouncer } from './announce/announce.ts';
import { limitsOf, type PeerConfig } from './config.ts';
import { createShelf, type Shelf } from './content/content.ts';
import { type Control, openControl } from './control/control.ts';
import { exchange } from './exchange/exchange.ts';
import { type Library, openLibrary } from './library/library.ts';
import { Limits, Storage } from './limit/limit.ts';
import { serveMetadata } from './metadata/metadata.ts';
import { discard, Holdings, leftovers, localOperations, type Node, workFor } from './node/node.ts';
import { Bans, createObserver, nameOf } from './observe/observe.ts';
import type { Operations } from './operations/operations.ts';
import { keptUpload } from './publish/publish.ts';
import { openReader } from './read/read.ts';
import { createSearch } from './search/search.ts';
import { seed, Uploads } from './seed/seed.ts';
import { createSettings } from './settings/settings.ts';
import { type Admission, type Connection, openSwarm } from './swarm/swarm.ts';
import { createTransferStore, type Eagerness, openTransfers } from './transfers/transfers.ts';

/** A running node. Disposing ends it; what was verified is on disk then. */
export interface Peer extends AsyncDisposable {
  readonly operations: Operations;
  /** `ip:port` at which others reach it, best first */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly controlPort: number;
  /** documents that it serves at the moment */
  readonly documents: number;
  /** resolves when no other command is being answered */
  idle(): Promise<void>;
  /** takes this host off the trackers; for good */
  goodbye(): Promise<void>;
}

/** What a node is started with beside its configuration. */
export interface PeerOptions {
  /** nothing is logged without it */
  readonly log?: Log;
  /** whether it runs until it is stopped, and not just for one command */
  readonly lasting?: boolean;
  /** which transfers run without anybody who waits for them; `asked` without it */
  readonly transfers?: Eagerness;
}

/**
 * Starts a node: takes its data folder, opens its library, accepts connections and tells the trackers what it holds.
 *
 * @throws {CodedError} ERR_PEER_ALREADY_RUNNING, ERR_LIBRARY_*, ERR_SWARM_PORT_IN_USE, ERR_SWARM_LISTEN
 */
export async function createPeer(config: PeerConfig, options: PeerOptions = {}): Promise<Peer> {
  const built = new Built();
  try {
    return await compose(config, options, built);
  } catch (error) {
    await built.dispose();
    throw error;
  }
}

/** What has been built so far, to be taken down in reverse order. */
class Built {
  readonly #parts: AsyncDisposable[] = [];

  own<T extends AsyncDisposable>(part: T): T {
    this.#parts.push(part);
    return part;
  }

  async dispose(): Promise<void> {
    for (const part of this.#parts.splice(0).reverse()) await part[Symbol.asyncDispose]();
  }
}

async function compose(config: PeerConfig, options: PeerOptions, built: Built): Promise<Peer> {
  const { lasting = false, transfers: eagerness = 'asked' } = options;
  const ring = createLogRing();
  const log = teeLog(options.log ?? silentLog, ring.log);
  const control = built.own(await openControl(config.data, { log }));
  const library = built.own(await openLibrary(config.data, { log }));
  let announcer: Announcer | undefined; // whoever connects before there is one may find a document lost
  const shelf = built.own(
    createShelf(library, (document) => {
      log.warn('document-lost', { name: document.name, path: document.path });
      holdings.lost(document.infoHash);
      announcer?.changed();
    }),
  );
  const holdings = new Holdings(library, shelf);
  const bans = new Bans();
  const uploaded = (infoHash: InfoHash, bytes: number): void => library.countUpload(infoHash, bytes);

  const self = selfOf(library);
  const { host, addresses: local } = chooseListen(config);
  const { port, portFixed } = config;
  const limits = new Limits(config.limits);
  const storage = new Storage(library, () => limits.values.maxStorage);
  const uploads = new Uploads({ limits });
  const connected = (): readonly Connection[] => swarm.connected();
  const whoever = (infoHash: InfoHash): Promise<Admission | undefined> =>
    admit(shelf, uploads, uploaded, connected, infoHash);
  const refused = (connection: Connection, reason: string): void =>
    bans.add({
      address: whereOf(connection),
      reason,
      document: nameOf({ library, shelf }, connection.infoHash),
    });
  const swarm = built.own(
    await openSwarm({ ...self, host, port, portFixed, limits: config.limits, admit: whoever, refused, log }),
  );
  const addresses = addressesOf(config, local, swarm.port);
  for (const { name, path } of await holdings.look()) log.warn('document-lost', { name, path });
  announcer = built.own(announce(config, self, { library, holdings, addresses, port: swarm.port }, log));

  const transfers = built.own(
    await openTransfers({
      store: createTransferStore(library.folders.transfers, log),
      maxActive: config.maxActiveTransfers,
      work: (infoHash, request) => workFor(node, infoHash, request),
      discard: (infoHash) => discard(node, infoHash),
      leftovers: () => leftovers(library, log),
      log,
    }),
  );
  const searchAt = (trackers: readonly string[]) =>
    createSearch([...new Set(trackers)], { announcedAs: { peerId: self.peerId, port: swarm.port } });
  const searchIn = (more: readonly string[]) => searchAt([...config.trackers, ...more]);
  const observer = createObserver({
    library,
    shelf,
    serves: (infoHash) => holdings.serves(infoHash),
    swarm,
    announcer,
    transfers,
    search: () => searchIn([]),
    trackers: config.trackers,
    interface: config.interface ?? '',
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
    lasting,
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
    searchAt,
    uploads,
    limits,
    storage,
    uploaded,
  };
  const operations = localOperations(node);
  control.serve(operations);
  transfers.start(eagerness);
  node.settings.onChange((settings) => {
    transfers.limit(settings.maxActiveTransfers);
    limits.set(limitsOf(settings));
    swarm.limit(settings);
  });
  log.info('node-started', { addresses, documents: holdings.list().length });
  return peerOver(node, operations, control, built);
}

/** What a node says of itself to others. */
interface Self {
  readonly version: string;
  /** public id of the host */
  readonly hostId: string;
  /** 20 bytes */
  readonly peerId: Uint8Array;
  /** program and version, for people */
  readonly client: string;
}

function selfOf({ secret }: Library): Self {
  const version = productVersion();
  const hostId = hostIdOf(secret);
  return { version, hostId, peerId: peerIdOf(version, hostId), client: `Pageswarm ${version}` };
}

/** Starts telling the trackers what this node holds. */
function announce(
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

function peerOver(node: Node, operations: Operations, control: Control, built: Built): Peer {
  return {
    operations,
    addresses: node.addresses,
    port: node.swarm.port,
    controlPort: control.port,
    get documents() {
      return node.holdings.list().length;
    },
    idle: () => control.idle(),
    async goodbye() {
      await node.transfers.stop();
      await node.announcer.goodbye();
    },
    async [Symbol.asyncDispose]() {
      await node.transfers.stop();
      await control.end();
      await built.dispose();
    },
  };
}

/** Serves whoever asks for a document that is here. */
async function admit(
  shelf: Shelf,
  uploads: Uploads,
  uploaded: (infoHash: InfoHash, bytes: number) => void,
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
      exchange(connection, { private: info.private, connected });
      connection.listen({ closed: () => loan.giveBack() });
    },
  };
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

/** Where the other side is: who connected to us did so from a port that is another each time, and means nothing. */
function whereOf({ outgoing, address }: Connection): string {
  return outgoing ? address : (parseSocketAddress(address)?.ip ?? address);
}

function addressesOf(
  config: PeerConfig,
  local: readonly { readonly ip: string }[],
  port: number,
): readonly string[] {
  return config.announceAddresses ?? local.map(({ ip }) => formatSocketAddress({ ip, port }));
}

/** `-PS0100-` and twelve characters that are the same for this host at every start. @see BEP 20 */
function peerIdOf(version: string, hostId: string): Uint8Array {
  const [major = '0', minor = '0', patch = '0'] = version.split(/[.-]/);
  const digits = `${major}${minor}${patch}0`.slice(0, 4).padEnd(4, '0');
  const own = createHash('sha256').update(`peer id of ${hostId}`).digest('hex').slice(0, 12);
  return new TextEncoder().encode(`-PS${digits}-${own}`);
}

/** Where standard clients announce to a tracker of ours. */
function announceUrl(tracker: string): string {
  return /\/announce(\/|$|\?)/.test(tracker) ? tracker : `${tracker.replace(/\/+$/, '')}/announce`;
}
