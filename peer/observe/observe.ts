import type { InfoHash } from '../../common/ids.ts';
import type { Log } from '../../common/runtime/log.ts';
import type { LogRing } from '../../common/runtime/log-ring.ts';
import type { Announcer } from '../announce/announce.ts';
import type { PartialContent, Shelf } from '../content/content.ts';
import type { Fetch } from '../fetch/fetch.ts';
import type { Library } from '../library/library.ts';
import type { Limits, Storage } from '../limit/limit.ts';
import type { Abortable, Ban, NetworkState, ObserveOperations, WatchPart } from '../operations/operations.ts';
import type { Search } from '../search/search.ts';
import type { Swarm } from '../swarm/swarm.ts';
import type { Bans } from './bans.ts';
import { limitState, peersOf } from './crowd.ts';
import { filesPart } from './files.ts';
import { Heats } from './heats.ts';
import { logPart } from './log-part.ts';
import { networkPart, networkState } from './network.ts';
import type { Part } from './part.ts';
import { Published } from './published.ts';
import { tell } from './tell.ts';
import { transfersPart, type WatchedTransfers } from './transfers-part.ts';

export { Bans } from './bans.ts';
export { sharedDownload, sharedUnfinished, sharedWhole } from './shared-document.ts';
export type { WatchedTransfers } from './transfers-part.ts';

/** The rooms that are looked at. */
export interface ObserverParts {
  readonly library: Library;
  readonly shelf: Shelf;
  /** whether the node offers a document at this moment */
  serves(infoHash: InfoHash): boolean;
  /** whether a document is read again at this moment */
  checks(infoHash: InfoHash): boolean;
  readonly swarm: Swarm;
  readonly announcer: Pick<Announcer, 'contacts' | 'asked'>;
  readonly transfers: WatchedTransfers;
  /** over the node's trackers */
  search(): Search;
  /** base URLs */
  readonly trackers: readonly string[];
  /** name of the interface that was chosen; empty: all of them */
  readonly interface: string;
  readonly addresses: readonly string[];
  /** public id of this host */
  readonly hostId: string;
  readonly bans: Bans;
  readonly limits: Limits;
  readonly storage: Storage;
  readonly ring: LogRing;
  readonly log: Log;
}

/** Tells how a node is doing, as it changes. What costs something is done only while somebody watches. */
export interface Observer extends ObserveOperations {
  /** A holder sent what is wrong, and is not asked again. */
  banned(ban: Omit<Ban, 'at'>): void;
  /** A download fetches now, into `content`. @returns what tells that it does no more */
  began(content: PartialContent, fetch: Fetch): () => void;
}

/** ms that a node which has just started waits for the first answers of its trackers */
const FIRST_ANSWERS_MS = 2_000;

/** Looks at the rooms of a node. */
export function createObserver(parts: ObserverParts): Observer {
  const published = new Published(parts.trackers);
  const heats = new Heats(parts);
  const network = {
    ...parts,
    contacts: () => parts.announcer.contacts(),
    bans: () => parts.bans.list(),
    nameOf: (infoHash: InfoHash) => nameOf(parts, infoHash),
  };
  const table: Readonly<Record<WatchPart, Part>> = {
    files: filesPart({
      ...parts,
      traffic: parts.swarm.traffic,
      holdersOf: (infoHash) => published.holdersOf(infoHash),
    }),
    transfers: transfersPart(parts.transfers),
    network: networkPart(network),
    log: logPart(parts.ring),
    published: published.part,
  };
  return {
    watch: (wanted, { signal }) =>
      tell(
        [...new Set(wanted)].map((part) => table[part]),
        signal,
      ),
    async network({ signal }): Promise<NetworkState> {
      await firstAnswers(parts.announcer, signal);
      return networkState(network, performance.now());
    },
    peers: (document, options) => peersOf(network, document, options),
    bans: async () => parts.bans.list(),
    limits: () => limitState(network),
    log: async ({ level, limit }) => parts.ring.last(level, limit),
    heat: (document, options) => heats.heat(document, options),
    banned: (ban) => parts.bans.add(ban),
    began: (content, fetch) => heats.began(content, fetch),
  };
}

/** Waits until every tracker has answered once, or failed to, but no longer than people like to. */
export async function firstAnswers(
  announcer: Pick<Announcer, 'asked'>,
  signal: Abortable['signal'],
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(FIRST_ANSWERS_MS)]);
  await announcer.asked({ signal: limit }).catch(() => undefined);
  signal.throwIfAborted();
}

/** The name of a document that is here, wholly or in part; empty for any other. */
export function nameOf(
  { library, shelf }: Pick<ObserverParts, 'library' | 'shelf'>,
  infoHash: InfoHash,
): string {
  const whole = library.get(infoHash);
  if (whole !== undefined) return whole.name;
  const download = shelf.downloads().find(({ description: { info } }) => info.infoHash === infoHash);
  return download?.description.info.name ?? '';
}
