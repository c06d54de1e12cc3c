import type { InfoHash } from '../../common/ids.ts';
import type { TrackerTiers } from '../../common/metainfo/tracker-tiers.ts';
import type { Log } from '../../common/runtime/log.ts';
import type { Announcer } from '../announce/announce.ts';
import type { Shelf } from '../content/content.ts';
import type { Visitors } from '../exchange/exchange.ts';
import type { Experience } from '../experience/experience.ts';
import type { Library } from '../library/library.ts';
import type { Limits, Storage } from '../limit/limit.ts';
import type { Observer } from '../observe/observe.ts';
import type { Reader } from '../read/read.ts';
import type { Search } from '../search/search.ts';
import type { Uploads } from '../seed/seed.ts';
import type { Settings } from '../settings/settings.ts';
import type { Swarm } from '../swarm/swarm.ts';
import type { Transfers } from '../transfers/transfers.ts';
import type { Holdings } from './holdings.ts';

/** The rooms of a running node, put together; what operations work on. */
export interface Node {
  readonly version: string;
  /** whether it runs until it is stopped */
  readonly lasting: boolean;
  /** public id of this host */
  readonly hostId: string;
  /** `ip:port` at which others reach it */
  readonly addresses: readonly string[];
  /** announce URLs of its trackers */
  readonly announceUrls: readonly string[];
  readonly library: Library;
  readonly shelf: Shelf;
  readonly holdings: Holdings;
  readonly swarm: Swarm;
  readonly announcer: Announcer;
  readonly transfers: Transfers;
  readonly log: Log;
  readonly reader: Reader;
  /** as they are stored; what changes in a running node is heard from `onChange` */
  readonly settings: Settings;
  /** tells how all of it goes, to who watches */
  readonly observer: Observer;
  /** a search over the node's trackers and `more`; of `tiers` one is asked for holders, the next when it fails */
  searchIn(more: readonly string[], tiers?: TrackerTiers): Search;
  /** a search for holders at the trackers of `tiers` alone */
  searchAt(tiers: TrackerTiers): Search;
  /** who is served, over all connections */
  readonly uploads: Uploads;
  /** what it may use at this moment */
  readonly limits: Limits;
  readonly storage: Storage;
  /** documents that are read again at the moment */
  readonly checking: Set<InfoHash>;
  /** those who connect to it */
  readonly visitors: Visitors;
  /** how quick holders were */
  readonly experience: Experience;
  uploaded(infoHash: InfoHash, bytes: number): void;
}
