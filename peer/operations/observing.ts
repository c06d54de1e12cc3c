import type { LogLevel } from '../../common/runtime/log.ts';
import type { DocumentSummary } from '../../common/tracker-api/publication.ts';
import type { Abortable } from './abortable.ts';
import type { SharedDocument } from './sharing.ts';
import type { Transfer } from './transferring.ts';

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
  /** bytes a second, of late, and in all */
  readonly upRate: number;
  readonly downRate: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
}

/** Somebody who is not asked again, because he sent what is wrong. */
export interface Ban {
  readonly address: string;
  readonly reason: string;
  /** name of the document it happened with */
  readonly document: string;
  /** ms since 1970 */
  readonly at: number;
}

/** How the node is connected. */
export interface NetworkState {
  /** name of the interface that was chosen; empty: all of them */
  readonly interface: string;
  /** where others reach this node, best first */
  readonly addresses: readonly string[];
  readonly trackers: readonly {
    readonly url: string;
    readonly ok: boolean;
    readonly message: string;
    readonly lastContactMs?: number;
  }[];
  readonly peers: readonly ConnectedPeer[];
  /** the newest first */
  readonly bans: readonly Ban[];
  /** bytes a second, of late, and since the node started */
  readonly upRate: number;
  readonly downRate: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
}

/** A line of the node's log. */
export interface LogEntry {
  /** counts up; never used twice while the node runs */
  readonly sequence: number;
  /** ms since 1970 */
  readonly at: number;
  readonly level: Exclude<LogLevel, 'silent'>;
  /** its name in kebab-case */
  readonly event: string;
  /** its particulars, in one line */
  readonly details: string;
}

/** What can be watched. */
export type WatchPart = 'files' | 'transfers' | 'network' | 'log' | 'published';
export const WATCH_PARTS: readonly WatchPart[] = ['files', 'transfers', 'network', 'log', 'published'];

/**
 * What has changed. The first ones of a part tell all there is, in portions, the last of them `complete`; later ones
 * tell what is new, other or gone. At most four a second of each part.
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
  | { readonly part: 'log'; readonly entries: readonly LogEntry[] }
  | {
      readonly part: 'published';
      readonly changed: readonly DocumentSummary[];
      /** SHA-256 */
      readonly removed: readonly string[];
      readonly complete: boolean;
      /** why the list may be old: no tracker answers. Empty when it is live. */
      readonly trouble: string;
    };

/** How each page of a document stands on this node. All lists have one entry per page. */
export interface PageHeat {
  readonly pages: number;
  /** how much of the page's own bytes is verified, 0-100 */
  readonly held: readonly number[];
  /** index into `holders` of who is asked for it at the moment; -1: nobody */
  readonly arriving: readonly number[];
  /** how many others have it, as far as this node or its trackers know */
  readonly availability: readonly number[];
  /** addresses */
  readonly holders: readonly string[];
}

/** A node's state as it changes. Documents are named as in `GetRequest.document`. */
export interface ObserveOperations {
  /** `parts` from now on, until the caller leaves */
  watch(parts: readonly WatchPart[], options: Abortable): AsyncIterable<WatchEvent>;
  network(options: Abortable): Promise<NetworkState>;
  /** the last entries of `level` or more urgent, oldest first, at most `limit` */
  log(
    request: { readonly level: LogEntry['level']; readonly limit: number },
    options: Abortable,
  ): Promise<readonly LogEntry[]>;
  /** of a document that is here, wholly or in part. @throws {CodedError} ERR_LIBRARY_NOT_FOUND */
  heat(document: string, options: Abortable): Promise<PageHeat>;
}
