import type { Log } from '../common/runtime/log.ts';
import type { PartialContent, Shelf } from './content/content.ts';
import type { Visitors } from './exchange/exchange.ts';
import type { Experience } from './experience/experience.ts';
import type { DiskWatch, Fetch } from './fetch/fetch.ts';
import type { Library, LibraryDocument } from './library/library.ts';
import type { Limits } from './limit/limit.ts';
import type { GetEvent } from './operations/operations.ts';
import type { Search } from './search/search.ts';
import type { Uploads } from './seed/seed.ts';
import type { Swarm } from './swarm/swarm.ts';

/** The rooms that a download passes through, and who hears of it. */
export interface DownloadContext {
  readonly library: Library;
  readonly shelf: Shelf;
  readonly swarm: Swarm;
  readonly hostId: string;
  /** `ip:port` at which others reach this node, best first */
  readonly addresses: readonly string[];
  /** over this node's trackers and the document's own */
  readonly search: Search;
  /** announce URLs of this node's trackers */
  readonly announceUrls: readonly string[];
  /** tells the trackers that this node holds the document; those that acknowledged */
  announce(document: LibraryDocument, signal: AbortSignal): Promise<readonly string[]>;
  /** what this node holds of a document has changed */
  changed(): void;
  /** who of those we are connected with is served, and when */
  readonly uploads: Uploads;
  readonly limits: Limits;
  /** those who connect to this node */
  readonly visitors: Visitors;
  /** how quick holders were in earlier downloads */
  readonly experience: Experience;
  /** how to wait for room when the disk is full */
  readonly disk: DiskWatch;
  uploaded(bytes: number): void;
  /** fetching into `content` begins; what it returns is called when it ends */
  began(content: PartialContent, fetch: Fetch): () => void;
  emit(event: GetEvent): void;
  readonly log: Log;
  readonly signal: AbortSignal;
}
