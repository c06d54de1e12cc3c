import type { Sha256 } from '../ids.ts';
import type { DocumentSummary, Publication } from './publication.ts';

/** What a tracker answers to an upload. */
export interface PublishAnswer {
  /** `known`: these bytes had been published, and `publication` is the one that fixed their info dictionary */
  readonly status: 'new' | 'known';
  readonly publication: Publication;
}

/** What a tracker answers to a withdrawal. */
export interface WithdrawAnswer {
  /** `gone`: no publisher is left, so the document is; `kept`: others publish it still */
  readonly status: 'gone' | 'kept';
  readonly sha256: Sha256;
}

/** A page of the list of documents, in the order in which they were published. */
export interface DocumentPage {
  readonly documents: readonly DocumentSummary[];
  /** asks for the page after this one (`after`); absent on the last */
  readonly next?: string;
}

/** What a search found, best first. */
export interface SearchAnswer {
  readonly results: readonly DocumentSummary[];
  /** how many there are in all */
  readonly total: number;
}

/** How often something happened at a tracker. */
export interface Rate {
  /** in the last full second */
  readonly lastSecond: number;
  /** in the last 60 of them */
  readonly lastMinute: number;
  /** since the tracker started */
  readonly total: number;
}

/** How a tracker is doing, for people. */
export interface TrackerStatus {
  readonly documents: number;
  readonly hosts: number;
  readonly standardPeers: number;
  /** ms since 1970 */
  readonly startedAt: number;
  readonly heartbeatMs: number;
  readonly announceMs: number;
  /** how others reach it, best first */
  readonly urls: readonly string[];
  /** of standard clients */
  readonly announces: Rate;
  /** of hosts */
  readonly heartbeats: Rate;
  /** taken since it started, those of known documents included */
  readonly publications: number;
  readonly searches: number;
  /** of its catalog on the disk */
  readonly databaseBytes: number;
}

/** An error as it travels. @see RFC 9457 */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  /** what happened and what to do */
  readonly detail: string;
  /** as in docs/errors.md */
  readonly code: string;
  /** what an ambiguous id could mean */
  readonly candidates?: readonly { readonly sha256: Sha256; readonly name: string }[];
}
