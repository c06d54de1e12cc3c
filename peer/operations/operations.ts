import type { DocumentDetails, DocumentSummary } from '../../common/tracker-api/publication.ts';
import type { Abortable } from './abortable.ts';
import type { SettingOperations } from './configuring.ts';
import type { GetEvent, GetRequest } from './getting.ts';
import type { ObserveOperations } from './observing.ts';
import type { PublishEvent, PublishRequest } from './publishing.ts';
import type { ReadOperations } from './reading.ts';
import type { NodeStatus, Removed, RemoveRequest, SharedDocument } from './sharing.ts';
import type { TransferOperations } from './transferring.ts';
import type { VerifyOperations } from './verifying.ts';

export type { Abortable } from './abortable.ts';
export type { Setting, SettingOperations, SettingSource } from './configuring.ts';
export type { GetEvent, GetRequest, GetResult, HolderProgress, PlannedHolder } from './getting.ts';
export {
  type Ban,
  type ConnectedPeer,
  type FileRow,
  type LimitState,
  LOG_ENTRY_LEVELS,
  type LogEntry,
  type NetworkState,
  type ObserveOperations,
  type PageHeat,
  WATCH_PARTS,
  type WatchEvent,
  type WatchPart,
} from './observing.ts';
export type { PublishEvent, PublishedFile, PublishRequest, PublishWarning } from './publishing.ts';
export type { PagePicture, ReadableFile, ReadOperations } from './reading.ts';
export type { NodeStatus, Removed, RemoveRequest, SharedDocument, TrackerContact } from './sharing.ts';
export type { Transfer, TransferOperations, TransferState, TransferStep } from './transferring.ts';
export type { VerifiedDocument, VerifyEvent } from './verifying.ts';

/**
 * Everything a node does for people. The command line, the terminal UI and the browser are clients of these; a node
 * that runs in another process offers the same over its control port (`peer/control`).
 *
 * Every method throws `CodedError`. Iterables end when the work ends; aborting `signal` makes them throw
 * ERR_PEER_INTERRUPTED after everything verified is on disk.
 */
export interface Operations
  extends ObserveOperations,
    ReadOperations,
    SettingOperations,
    TransferOperations,
    VerifyOperations {
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
