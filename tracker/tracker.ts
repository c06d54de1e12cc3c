import { randomBytes } from 'node:crypto';
import type { InfoHash } from '../common/ids.ts';
import { type Log, silentLog } from '../common/runtime/log.ts';
import { chooseListen, type ListenChoice, urlsOf } from '../common/runtime/network-interface.ts';
import type { TrackerStatus } from '../common/tracker-api/answers.ts';
import { LIMITS } from '../common/tracker-api/limits.ts';
import { type Catalog, createCatalog } from './catalog/catalog.ts';
import { createChangeLog } from './changes/changes.ts';
import { type Desk, serveHttp } from './http/http.ts';
import { createOverview, type Overview } from './overview/overview.ts';
import { PACE, type Paces } from './pace.ts';
import { Presence } from './presence/presence.ts';
import { loadCatalog, Registry } from './registry/registry.ts';
import { openSqliteStore, type Store } from './store/store.ts';
import { Swarms } from './swarms/swarms.ts';
import { Traffic } from './traffic/traffic.ts';

/** What a tracker is started with. */
export interface TrackerOptions {
  /** folder of its catalog; made when it does not exist */
  readonly data: string;
  /** address to listen on; all, of both families, when absent */
  readonly host?: string;
  /** network interface to listen on, by name */
  readonly interface?: string;
  /** 0: any free one; absent: 8168 or the next free one */
  readonly port?: number;
  /** how often hosts say that they live, ms */
  readonly heartbeatMs?: number;
  /** how often they say all that they hold, ms */
  readonly fullMs?: number;
  /** how often the silent are forgotten, ms */
  readonly sweepMs?: number;
  /** how often standard clients announce, ms */
  readonly announceMs?: number;
  readonly log?: Log;
  /** gets what a screen is made of as soon as the tracker listens: the catalog fills while people look */
  readonly composed?: (overview: Overview) => void;
}

/** A running tracker. Disposing of it closes its sockets and its store. */
export interface Tracker extends AsyncDisposable {
  /** what others on the network type: `http://192.0.2.7:8168` */
  readonly url: string;
  /** every address it is reached at, `url` first */
  readonly urls: readonly string[];
  readonly port: number;
  /** what a screen in the same process is made of */
  readonly overview: Overview;
}

/** heartbeats that may be missing before a host is gone */
const MISSED_HEARTBEATS = 3;
const MISSED_ANNOUNCES = 1.5;

/** What strangers can make a tracker remember: about 300 MB at the most. */
const SWARM_LIMITS = {
  hosts: 100_000,
  hostsPerIp: 4_096,
  holdingsPerHost: 50_000,
  holdings: 2_000_000,
  holdersPerDocument: 10_000,
  standardPerIp: 64,
};

/**
 * Opens the catalog in `options.data` and listens.
 *
 * @throws {CodedError} ERR_TRACKER_PORT_IN_USE, ERR_TRACKER_CANNOT_LISTEN, ERR_TRACKER_DATA_IN_USE,
 *   ERR_TRACKER_DATA_DAMAGED, ERR_TRACKER_DATA_UNUSABLE, ERR_NETWORK_NO_INTERFACE, ERR_NETWORK_NO_ADDRESS
 */
export async function createTracker(options: TrackerOptions): Promise<Tracker> {
  const choice = chooseListen(options);
  const store = await openSqliteStore(options.data);
  try {
    return await startTracker(store, choice, options);
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw error;
  }
}

async function startTracker(store: Store, choice: ListenChoice, options: TrackerOptions): Promise<Tracker> {
  const log = options.log ?? silentLog;
  const urls: string[] = [];
  const catalog = createCatalog();
  const loading = loadCatalog(store, catalog);
  loading.catch(() => undefined); // who waits for it hears of it
  const pace = { ...PACE, ...definedOf(options) };
  const desk = composeDesk({ store, catalog, loading, pace, log, urls });
  const overview = createOverview(desk, urls);
  const front = await serveHttp(desk, { ...choice, ...portOf(options) }, log);
  urls.push(...urlsOf(choice, front.port));
  options.composed?.(overview);
  try {
    await loading;
  } catch (error) {
    await front[Symbol.asyncDispose]();
    throw error;
  }
  const sweeping = setInterval(() => desk.presence.sweep(), pace.sweepMs).unref();
  log.info('tracker-ready', { urls, documents: desk.registry.documentCount });
  return {
    url: urls[0] ?? '',
    urls,
    port: front.port,
    overview,
    async [Symbol.asyncDispose]() {
      clearInterval(sweeping);
      await front[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}

/** What the rooms of a tracker are made of. */
interface DeskParts {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly loading: Promise<void>;
  readonly pace: Paces;
  readonly log: Log;
  /** filled when it listens */
  readonly urls: readonly string[];
}

function composeDesk({ store, catalog, loading, pace, log, urls }: DeskParts): Desk {
  const now = () => Date.now();
  const startedAt = now();
  const swarms = new Swarms({
    ...SWARM_LIMITS,
    hostExpiryMs: MISSED_HEARTBEATS * pace.heartbeatMs,
    standardExpiryMs: MISSED_ANNOUNCES * pace.announceMs,
  });
  const registry = new Registry({ store, catalog, swarms, log, now });
  const traffic = new Traffic();
  const changes = createChangeLog(store, randomBytes(8).toString('hex'));
  const isPublished = (infoHash: InfoHash) => registry.isPublished(infoHash);
  return {
    registry,
    changes,
    presence: new Presence({ swarms, changes, pace, log, isPublished, now }),
    frontdesk: {
      swarms,
      sizeOf: (infoHash) => registry.sizeOf(infoHash),
      intervalMs: pace.announceMs,
      random: Math.random,
    },
    loaded: loading,
    announceUrls: () => urls.map((url) => `${url}/announce`),
    traffic,
    status: async (): Promise<TrackerStatus> => ({
      documents: registry.documentCount,
      hosts: swarms.hostCount,
      standardPeers: swarms.standardCount,
      startedAt,
      heartbeatMs: pace.heartbeatMs,
      announceMs: pace.announceMs,
      urls: urls.slice(0, LIMITS.urls),
      announces: traffic.announces.rate(now()),
      heartbeats: traffic.heartbeats.rate(now()),
      publications: traffic.publications.total,
      searches: traffic.searches.total,
      databaseBytes: await store.bytes(),
    }),
    now,
  };
}

/** The paces that `options` set: an option that is present but undefined is not one. */
function definedOf(options: TrackerOptions): Partial<Paces> {
  const set = Object.keys(PACE).map((name) => [name, options[name as keyof typeof PACE]] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== undefined));
}

function portOf({ port }: TrackerOptions): { port?: number } {
  return port === undefined ? {} : { port };
}
