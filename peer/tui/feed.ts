import type { DocumentSummary } from '../../common/tracker-api/publication.ts';
import type { FileRow, LogEntry, NetworkState, Transfer, WatchPart } from '../operations/operations.ts';

/** The state of the node as the screen knows it: one subscription, folded, for all panes. */
export interface Feed {
  /** by info hash */
  readonly files: ReadonlyMap<string, FileRow>;
  /** by id */
  readonly transfers: ReadonlyMap<string, Transfer>;
  /** how many of `transfers` there are at present */
  readonly transferCounts: { readonly running: number; readonly waiting: number };
  /** the transfer that matters for a document: the newest that is neither done nor cancelled */
  transferOf(infoHash: string): Transfer | undefined;
  readonly network: NetworkState | undefined;
  /** the newest last; bounded */
  readonly log: readonly LogEntry[];
  /** by SHA-256 */
  readonly published: ReadonlyMap<string, DocumentSummary>;
  /** why `published` may be old; empty when it is live */
  readonly trouble: string;
  /** whether the first, full state of a part is here */
  isComplete(part: WatchPart): boolean;
  /** counts up with every change of a part: rows made from it are made again only then */
  version(part: WatchPart): number;
  /** called after a change of `part` */
  listen(part: WatchPart, changed: () => void): () => void;
}
