import { CodedError } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import type { Publication, PublicationUpload, Withdrawal } from '../../common/tracker-api/publication.ts';
import type { Abortable } from '../operations.ts';

/** What this host holds of one document. */
export interface Holding {
  readonly infoHash: InfoHash;
  /** bytes of the whole document */
  readonly size: number;
  readonly complete: boolean;
  /** 0-100 of its bytes */
  readonly heldPercent: number;
  /** pages it can show in full */
  readonly heldPages: number;
}

export interface AnnouncerOptions {
  /** base URLs or announce URLs */
  readonly trackers: readonly string[];
  /** the host's secret, of which its public id is a digest */
  readonly secret: string;
  /** `ip:port` at which others reach this host, best first */
  readonly addresses: readonly string[];
  /** where it accepts connections on the address a tracker sees; 0: only on `addresses` */
  readonly port: number;
  /** program and version, for people */
  readonly client: string;
  /** all that is held at this moment; asked at every heartbeat */
  holdings(): readonly Holding[];
  /** 20 bytes, for trackers that speak BEP 3 only; derived from the secret when absent */
  readonly peerId?: Uint8Array;
  /** a tracker does not know these documents, which this host holds: publish them there again */
  onUnknown?(tracker: string, infoHashes: readonly InfoHash[]): void;
}

/** How it stands with one tracker. */
export interface TrackerContact {
  readonly url: string;
  readonly ok: boolean;
  /** why not ok; empty otherwise */
  readonly message: string;
  /** ms since 1970 of its last good answer */
  readonly lastContactMs?: number;
}

/** What publishing came to: one acknowledgement is enough. */
export interface PublishReceipt {
  /** `known`: somebody had published these bytes, and `publication` is theirs */
  readonly status: 'new' | 'known';
  /** the publication that fixes the document's info dictionary, verified */
  readonly publication: Publication;
  /** trackers that acknowledged */
  readonly acknowledgedBy: readonly string[];
  /** trackers that did not, and why */
  readonly failures: readonly { readonly tracker: string; readonly code: string; readonly message: string }[];
}

/** Keeps trackers told of what this host holds, from creation until `goodbye` or disposal. */
export interface Announcer extends AsyncDisposable {
  readonly hostId: string;
  /** something held has changed: tells the trackers soon, not at the next interval */
  changed(): void;
  /** tells every tracker what is held now; resolves with the URLs of those that acknowledged */
  flush(options: Abortable): Promise<readonly string[]>;
  contacts(): readonly TrackerContact[];
  /** @throws {CodedError} ERR_TRACKER_UNREACHABLE; or why the trackers refused it */
  publish(upload: PublicationUpload, options: Abortable): Promise<PublishReceipt>;
  /**
   * @returns URLs of the trackers that took it back
   * @throws {CodedError} ERR_TRACKER_UNREACHABLE; or why the trackers refused it
   */
  withdraw(withdrawal: Withdrawal, options: Abortable): Promise<readonly string[]>;
  /** the host leaves: takes its name off every tracker, within a short time, and stops; never throws */
  goodbye(): Promise<void>;
}

/** Starts telling `trackers`; the first heartbeat goes out at once. */
export function createAnnouncer(options: AnnouncerOptions): Announcer {
  throw new CodedError(
    'ERR_ANNOUNCE_NOT_COMPOSED',
    `no announcer to ${options.trackers.length} trackers yet`,
  );
}
