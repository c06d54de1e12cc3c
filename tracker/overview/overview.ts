import type { Sha256 } from '../../common/ids.ts';
import type { TrackerStatus } from '../../common/tracker-api/answers.ts';
import type { HostDetails, HostSummary } from '../../common/tracker-api/host-summary.ts';
import type { DocumentDetails, DocumentSummary, Holder } from '../../common/tracker-api/publication.ts';
import type { Registry } from '../registry/registry.ts';
import type { Source } from '../swarms/swarms.ts';
import type { Traffic } from '../traffic/traffic.ts';

/** How often this tracker was asked, in each of the last 60 full seconds, the oldest first. */
export interface History {
  readonly heartbeats: readonly number[];
  readonly announces: readonly number[];
}

/** A tracker as people at its machine see it: all that it knows, with nobody left out. */
export interface Overview {
  /** how others reach it, best first */
  readonly urls: readonly string[];
  /** counts up when documents, hosts, or who holds what are others than before */
  readonly version: number;
  /** in the order in which they were published; a document that has not changed is the same object as before */
  documents(): readonly DocumentSummary[];
  /** `undefined` for one that is not published */
  document(sha256: Sha256): DocumentSummary | undefined;
  /** @throws {CodedError} ERR_TRACKER_NOT_FOUND */
  details(sha256: Sha256): Promise<DocumentDetails>;
  /** who holds it, who holds most first. @throws {CodedError} ERR_TRACKER_NOT_FOUND */
  holders(sha256: Sha256): readonly Holder[];
  /** the `.torrent`, as it is handed out over HTTP. @throws {CodedError} ERR_TRACKER_NOT_FOUND */
  torrent(sha256: Sha256): Promise<{ readonly name: string; readonly bytes: Uint8Array }>;
  /** in the order in which they came */
  hosts(): readonly HostSummary[];
  /** with everything that it holds. @throws {CodedError} ERR_TRACKER_NO_HOST */
  host(hostId: string): HostDetails;
  /** program and version of a host; `undefined` for one that is not here */
  clientOf(hostId: string): string | undefined;
  /** those that fell silent since the last sweep included */
  counts(): { readonly documents: number; readonly hosts: number };
  status(): Promise<TrackerStatus>;
  history(): History;
  /** ms since 1970, by the clock of all that is told here */
  now(): number;
}

/** What an overview looks at. */
export interface OverviewParts {
  readonly registry: Registry;
  readonly traffic: Traffic;
  announceUrls(): readonly string[];
  status(): Promise<TrackerStatus>;
  /** ms since 1970 */
  now(): number;
}

/** Who asks: somebody on this machine, who can try every address. */
const HERE: Source = { ip: '127.0.0.1', family: 4, sameMachine: true };
const ALL = Number.POSITIVE_INFINITY;

/** What a tracker's own screen is made of. @param urls of the tracker, best first */
export function createOverview(
  { registry, traffic, announceUrls, status, now }: OverviewParts,
  urls: readonly string[],
): Overview {
  return {
    urls,
    get version() {
      return registry.version;
    },
    documents: () => registry.list(0, ALL).documents,
    document: (sha256) => registry.document(sha256),
    details: (sha256) => registry.details(sha256, HERE),
    holders: (sha256) => registry.holders(sha256, HERE),
    torrent: (sha256) => registry.torrent(sha256, announceUrls()),
    hosts: () => registry.hosts(0, ALL, HERE).hosts,
    host: (hostId) => registry.host(hostId, 0, ALL, HERE),
    clientOf: (hostId) => registry.clientOf(hostId),
    counts: () => ({ documents: registry.documentCount, hosts: registry.hostCount }),
    status,
    history: () => ({
      heartbeats: traffic.heartbeats.history(now()),
      announces: traffic.announces.history(now()),
    }),
    now,
  };
}
