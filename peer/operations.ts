import type { DocumentDetails, DocumentSummary } from '../common/tracker-api/publication.ts';

/** What cancels an operation. */
export interface Abortable {
  readonly signal: AbortSignal;
}

/** What to publish, and how. */
export interface PublishRequest {
  /** absolute paths of files and folders */
  readonly paths: readonly string[];
  /** copy into the library folder instead of sharing where they lie */
  readonly copy: boolean;
  /** accept what is not a PDF */
  readonly any: boolean;
}

/** What publishing one file came to. */
export interface PublishedFile {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  readonly infoHash: string;
  readonly md5: string;
  readonly size: number;
  readonly pages: number;
  readonly mapped: boolean;
  /** why it has no page map; empty with one */
  readonly reason: string;
  /** `new`: first of its bytes; `known`: somebody had published them, this host seeds theirs; `local`: no tracker took it yet */
  readonly state: 'new' | 'known' | 'local';
  /** URLs of the trackers that acknowledged */
  readonly trackers: readonly string[];
}

/** What publishing tells on its way, about the file at `path`: how far it is, and what came of it. */
export type PublishEvent =
  | {
      readonly type: 'reading';
      readonly path: string;
      readonly stage: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'published'; readonly file: PublishedFile }
  | { readonly type: 'refused'; readonly path: string; readonly code: string; readonly message: string };

/** What to fetch, and where it goes. */
export interface GetRequest {
  /** SHA-256, info hash, unique prefix, exact name, absolute path of a `.torrent`, or magnet */
  readonly document: string;
  /** absolute path of a file or an existing folder; without it the library folder */
  readonly out?: string;
  /** absolute path to which the reading copy is written */
  readonly readingCopy?: string;
  /** go on after the download as one more holder; the running peer always does */
  readonly serve: boolean;
}

/** A holder in the plan, in rank order. */
export interface PlannedHolder {
  readonly address: string;
  readonly client: string;
  /** 1 for the best */
  readonly rank: number;
  /** ms; `undefined` where it did not answer or was not asked */
  readonly icmpMs?: number;
  readonly connectMs?: number;
  readonly pingMs?: number;
  /** what it was ranked by: the ping, else the connect time; ms */
  readonly latencyMs: number;
  /** share of the document in the first assignment, 0-100 */
  readonly plannedPercent: number;
  /** the pages of its run, 1-based and inclusive, as people read them; empty for a document without a map */
  readonly runs: readonly { readonly firstPage: number; readonly lastPage: number }[];
}

/** A holder while the download runs. */
export interface HolderProgress {
  readonly address: string;
  /** verified bytes from it */
  readonly bytes: number;
  /** bytes that its present run still lacks */
  readonly remaining: number;
  /** bytes a second, of late */
  readonly rate: number;
  readonly state: 'waiting' | 'fetching' | 'done' | 'lost' | 'banned';
  /** why it is lost or banned; empty otherwise */
  readonly reason: string;
}

/** What `get` came to; `get --json` prints it. */
export interface GetResult {
  readonly sha256: string;
  readonly infoHash: string;
  readonly name: string;
  readonly size: number;
  readonly pages: number;
  readonly md5: string;
  readonly md5Ok: boolean;
  readonly path: string;
  /** from the moment the holders are known to the last verified byte */
  readonly seconds: number;
  /** bytes that came over the network; the rest was there already */
  readonly fetchedBytes: number;
  readonly holders: readonly {
    readonly address: string;
    readonly latencyMs: number;
    readonly rank: number;
    readonly plannedPercent: number;
    readonly runs: readonly { readonly firstPage: number; readonly lastPage: number }[];
    readonly bytes: number;
    readonly banned: boolean;
    readonly reason: string;
  }[];
  /** whether a tracker now lists this host as a holder */
  readonly announced: boolean;
}

/** What a download tells on its way; `done` is the last. */
export type GetEvent =
  | {
      readonly type: 'found';
      readonly name: string;
      readonly sha256: string;
      readonly infoHash: string;
      readonly size: number;
      readonly pages: number;
    }
  | { readonly type: 'present'; readonly path: string }
  | { readonly type: 'resumed'; readonly bytes: number }
  | { readonly type: 'probing'; readonly holders: number }
  | { readonly type: 'planned'; readonly holders: readonly PlannedHolder[] }
  | {
      readonly type: 'progress';
      readonly verified: number;
      readonly size: number;
      readonly pagesHeld: number;
      readonly holders: readonly HolderProgress[];
    }
  | {
      readonly type: 'taken-over';
      readonly from: string;
      readonly by: string;
      readonly bytes: number;
      readonly why: string;
    }
  | { readonly type: 'banned'; readonly address: string; readonly reason: string }
  /** something that people should know, in words */
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'verifying' }
  | { readonly type: 'verified'; readonly md5: string; readonly md5Ok: boolean }
  | { readonly type: 'reading-copy'; readonly path: string; readonly pages: number }
  | { readonly type: 'announced'; readonly trackers: readonly string[]; readonly holders: readonly string[] }
  | { readonly type: 'done'; readonly result: GetResult };

/** A document that this node shares or is fetching. */
export interface SharedDocument {
  readonly sha256: string;
  readonly infoHash: string;
  readonly md5: string;
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly pages: number;
  /** `idle`: whole and unchanged, but no node runs that would serve it */
  readonly state: 'serving' | 'idle' | 'fetching' | 'partial' | 'missing' | 'changed';
  readonly heldPercent: number;
  readonly inLibrary: boolean;
  readonly uploadedBytes: number;
}

/** How a node is doing. */
export interface NodeStatus {
  readonly version: string;
  readonly pid: number;
  readonly data: string;
  /** addresses at which others reach this node */
  readonly addresses: readonly string[];
  readonly trackers: readonly {
    readonly url: string;
    readonly ok: boolean;
    readonly message: string;
    readonly lastContactMs?: number;
  }[];
  readonly documents: number;
  readonly bytes: number;
  readonly connections: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
}

/** What to stop sharing. */
export interface RemoveRequest {
  /** as in `GetRequest.document`, among what this node shares */
  readonly document: string;
  /** delete the file, too; a file outside the library folder only when this is set */
  readonly deleteFile: boolean;
}

/** What removing came to. */
export interface Removed {
  readonly sha256: string;
  readonly name: string;
  readonly path: string;
  readonly fileDeleted: boolean;
  /** trackers that took our publication back */
  readonly withdrawn: readonly string[];
}

/**
 * Everything a node does for people. The command line, the terminal UI and the browser are clients of these; a node
 * that runs in another process offers the same over its control port (`peer/control`).
 *
 * Every method throws `CodedError`. Iterables end when the work ends; aborting `signal` makes them throw
 * ERR_PEER_INTERRUPTED after everything verified is on disk.
 */
export interface Operations {
  publish(request: PublishRequest, options: Abortable): AsyncIterable<PublishEvent>;
  get(request: GetRequest, options: Abortable): AsyncIterable<GetEvent>;
  search(words: string, options: Abortable): Promise<readonly DocumentSummary[]>;
  show(document: string, options: Abortable): Promise<DocumentDetails>;
  /** the `.torrent` of a document that this node or a tracker knows */
  torrent(
    document: string,
    options: Abortable,
  ): Promise<{ readonly name: string; readonly bytes: Uint8Array }>;
  /** everything the trackers have published */
  list(options: Abortable): Promise<readonly DocumentSummary[]>;
  /** every document of this node: whole, arriving, or begun */
  shared(options: Abortable): Promise<readonly SharedDocument[]>;
  status(options: Abortable): Promise<NodeStatus>;
  remove(request: RemoveRequest, options: Abortable): Promise<Removed>;
}
