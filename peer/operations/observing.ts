import type { LogEntry } from '../../common/runtime/log-ring.ts';
import type { DocumentSummary } from '../../common/tracker-api/publication.ts';
import type { Abortable } from './abortable.ts';
import type { SharedDocument, TrackerContact } from './sharing.ts';
import type { Transfer } from './transferring.ts';

export type { LogEntry } from '../../common/runtime/log-ring.ts';

/** How urgent an entry of the log is, the most urgent first. */
export const LOG_ENTRY_LEVELS: readonly LogEntry['level'][] = ['error', 'warn', 'info', 'debug'];

/** A document of this node with what changes all the time. */
export interface FileRow extends SharedDocument {
  /** pages that are here in full */
  readonly pagesHeld: number;
  /** others and we, as trackers last told; 0 while unknown */
  readonly holders: number;
  /** bytes a second, of late */
  readonly upRate: number;
  readonly downRate: number;
  /** bytes sent over the document's size */
  readonly ratio: number;
}

/** Somebody we are connected with, about one document. */
export interface ConnectedPeer {
  /** `ip:port` */
  readonly address: string;
  /** program and version as it says; empty until it has */
  readonly client: string;
  readonly infoHash: string;
  /** name of the document; empty if we do not know it any more */
  readonly document: string;
  /** whether we made the connection */
  readonly outgoing: boolean;
  /** round trip, ms; `undefined` where it was not measured */
  readonly latencyMs?: number;
  /** whether it wants something of us, and whether we let it wait */
  readonly peerInterested: boolean;
  readonly amChoking: boolean;
  /** whether we want something of it, and whether it lets us wait */
  readonly amInterested: boolean;
  readonly peerChoking: boolean;
  /** bytes a second, of late, and in all */
  readonly upRate: number;
  readonly downRate: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
}

/** Somebody who is not asked again, because he sent what is wrong. */
export interface Ban {
  /** `ip:port`; of one who had connected to us the IP address */
  readonly address: string;
  readonly reason: string;
  /** name of the document it happened with */
  readonly document: string;
  /** ms since 1970 */
  readonly at: number;
}

/** What the node may use, as its settings say at this moment, and what it uses. Rates in bytes a second; a limit of 0: none. */
export interface LimitState {
  readonly limitUp: number;
  readonly limitDown: number;
  /** whether both hold in the local network, too */
  readonly limitLocal: boolean;
  readonly maxConnections: number;
  readonly maxConnectionsPerDocument: number;
  readonly maxSources: number;
  /** bytes */
  readonly maxStorage: number;
  readonly upRate: number;
  readonly downRate: number;
  readonly connections: number;
  /** bytes of the library folder and of unfinished downloads, running ones with their full size */
  readonly storedBytes: number;
}

/** How the node is connected. */
export interface NetworkState {
  /** name of the interface that was chosen; empty: all of them */
  readonly interface: string;
  /** where others reach this node, best first */
  readonly addresses: readonly string[];
  readonly trackers: readonly TrackerContact[];
  readonly peers: readonly ConnectedPeer[];
  /** the newest first */
  readonly bans: readonly Ban[];
  /** bytes a second, of late, and since the node started */
  readonly upRate: number;
  readonly downRate: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
}

/** What can be watched. */
export type WatchPart = 'files' | 'transfers' | 'network' | 'log' | 'published';
export const WATCH_PARTS: readonly WatchPart[] = ['files', 'transfers', 'network', 'log', 'published'];

/**
 * What has changed. The first ones of a part tell all there is, in portions of at most 1,000 that follow each other at
 * once, the last of them `complete`; later ones tell what is new, other or gone, and are `complete` unless more of the same
 * follows at once. At most four times a second of each part; of `network`, twice. Nothing when nothing changes. Who reads
 * slowly is told less often, with all that changed meanwhile.
 */
export type WatchEvent =
  | {
      readonly part: 'files';
      readonly changed: readonly FileRow[];
      /** info hashes */
      readonly removed: readonly string[];
      readonly complete: boolean;
    }
  | {
      readonly part: 'transfers';
      readonly changed: readonly Transfer[];
      /** ids */
      readonly removed: readonly string[];
      readonly complete: boolean;
    }
  | { readonly part: 'network'; readonly network: NetworkState }
  /** the newest last; the first ones tell what the node still has of its log, those that a slow reader missed are gone */
  | { readonly part: 'log'; readonly entries: readonly LogEntry[] }
  | {
      readonly part: 'published';
      readonly changed: readonly DocumentSummary[];
      /** SHA-256 */
      readonly removed: readonly string[];
      readonly complete: boolean;
      /** why the list may be old: the trackers that do not answer, and their reasons. Empty when all of it is live. */
      readonly trouble: string;
    };

/**
 * How each page of a document stands on this node. All lists have one entry per page; of a document whose pages are not
 * mapped, one per BitTorrent piece.
 */
export interface PageHeat {
  readonly unit: 'page' | 'piece';
  /** entries in each list */
  readonly pages: number;
  /** how much of the page's own bytes is verified, 0-100; of a page without any of its own, of those it shares */
  readonly held: readonly number[];
  /**
   * whether `held` is a guess, the same for all: nobody has looked at the bytes of this unfinished download since the node
   * started, and only the disk says how many there are
   */
  readonly estimated: boolean;
  /** index into `holders` of who is asked for it at the moment; -1: nobody */
  readonly arriving: readonly number[];
  /** how many others have all of it: those we are connected with for a download; else those that trackers list as whole */
  readonly availability: readonly number[];
  /** addresses */
  readonly holders: readonly string[];
}

/** A node's state as it changes. Documents are named as in `GetRequest.document`. */
export interface ObserveOperations {
  /** `parts` from now on, until the caller leaves */
  watch(parts: readonly WatchPart[], options: Abortable): AsyncIterable<WatchEvent>;
  network(options: Abortable): Promise<NetworkState>;
  /** those we are connected with about a document that is here or arrives. @throws {CodedError} ERR_LIBRARY_NOT_FOUND */
  peers(document: string, options: Abortable): Promise<readonly ConnectedPeer[]>;
  /** the newest first */
  bans(options: Abortable): Promise<readonly Ban[]>;
  limits(options: Abortable): Promise<LimitState>;
  /** the last entries of `level` or more urgent, oldest first, at most `limit` */
  log(
    request: { readonly level: LogEntry['level']; readonly limit: number },
    options: Abortable,
  ): Promise<readonly LogEntry[]>;
  /** of a document that is here, wholly or in part. @throws {CodedError} ERR_LIBRARY_NOT_FOUND */
  heat(document: string, options: Abortable): Promise<PageHeat>;
}
