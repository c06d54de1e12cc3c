import { CodedError } from '../../common/errors.ts';
import type { InfoHash, Sha256 } from '../../common/ids.ts';
import type { DocumentDetails, DocumentSummary, Holder } from '../../common/tracker-api/publication.ts';
import type { VerifiedUpload } from '../../common/tracker-api/verify-upload.ts';
import type { Abortable } from '../operations.ts';

export { identify, torrentOfWanted, type Wanted, wantedByUpload } from './identify.ts';

/** How this host appears in announces to trackers that speak BEP 3 only. */
export interface AnnouncedAs {
  /** 20 bytes */
  readonly peerId: Uint8Array;
  readonly port: number;
}

/** What is tuned or replaced in tests; the defaults suit the product. */
export interface SearchOptions {
  /** ms for one request, its answer included */
  readonly timeoutMs?: number;
  /** ms to wait for the other trackers after one has answered */
  readonly graceMs?: number;
  readonly announcedAs?: AnnouncedAs;
}

/**
 * Asks all trackers at once and merges what they say. One tracker that answers is enough; one that answers
 * garbage, slowly or not at all costs at most the grace time.
 *
 * Every method throws ERR_TRACKER_UNREACHABLE when no tracker gave a usable answer.
 */
export interface Search {
  /** documents whose name, title or author has all the words, best first */
  searchWords(words: string, options: Abortable): Promise<readonly DocumentSummary[]>;
  /** everything the trackers have published */
  list(options: Abortable): Promise<readonly DocumentSummary[]>;
  /**
   * The one document that `document` means: SHA-256, info hash, unique prefix of either (six digits or more) or
   * exact name.
   *
   * @throws {CodedError} ERR_SEARCH_NOT_FOUND; ERR_SEARCH_AMBIGUOUS, naming the candidates
   */
  find(document: string, options: Abortable): Promise<DocumentDetails>;
  /** everyone who holds something of it and can be reached, merged by host and address */
  holdersOf(infoHash: InfoHash, options: Abortable): Promise<readonly Holder[]>;
  /** the publication with info dictionary, map and words, every digest and the signature checked */
  upload(id: Sha256 | InfoHash, options: Abortable): Promise<VerifiedUpload>;
  /** the `.torrent`, its info dictionary checked against the publication */
  torrentOf(id: Sha256 | InfoHash, options: Abortable): Promise<Uint8Array>;
}

/** Search over `trackers`: base URLs (`http://tracker:8168`) or announce URLs (`http://tracker/announce`). */
export function createSearch(trackers: readonly string[], _options: SearchOptions = {}): Search {
  throw new CodedError('ERR_SEARCH_NOT_COMPOSED', `no search over ${trackers.length} trackers yet`);
}
