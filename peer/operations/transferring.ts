import type { Abortable } from './abortable.ts';
import type { GetEvent, GetRequest, GetResult } from './getting.ts';

/** Where a transfer stands. `waiting` and `running` ones go on by themselves when the node starts again. */
export type TransferState = 'waiting' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

/** What a running transfer is at. */
export type TransferStep = 'finding' | 'probing' | 'fetching' | 'verifying' | 'announcing';

/** A document that was asked for: on its way, or how it ended. Kept on disk, so it survives the node. */
export interface Transfer {
  /** 8 hexadecimal digits, unique on this node; commands also take its beginning, the info hash or the exact name */
  readonly id: string;
  /** what was asked for, as it was asked */
  readonly document: string;
  readonly infoHash: string;
  /** empty where it is not known */
  readonly sha256: string;
  readonly name: string;
  /** bytes */
  readonly size: number;
  /** 0 without a page map */
  readonly pages: number;
  readonly state: TransferState;
  /** of a running one */
  readonly step?: TransferStep;
  /** bytes that are here and verified */
  readonly verifiedBytes: number;
  readonly pagesHeld: number;
  /** bytes a second, of late; 0 unless it runs */
  readonly rate: number;
  /** how many deliver at the moment */
  readonly holders: number;
  /** ms since 1970 */
  readonly addedAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** the whole document when it is done; where it will be, if that is known; else empty */
  readonly path: string;
  /** why it failed, or paused by itself */
  readonly failure?: { readonly code: string; readonly message: string };
  /** of one that is done */
  readonly result?: GetResult;
}

/** Downloads that belong to the node, not to who asked for them. `id` throws ERR_TRANSFER_NOT_FOUND, ERR_TRANSFER_AMBIGUOUS. */
export interface TransferOperations {
  /** all of them, the newest first; those that ended are the history */
  transfers(options: Abortable): Promise<readonly Transfer[]>;
  /**
   * Puts a document into the queue. It is found first, so that what does not exist is refused here. One that is in the
   * queue already is answered as it is; one that ended begins anew.
   *
   * @throws {CodedError} as `get` does before its first event
   */
  enqueue(request: GetRequest, options: Abortable): Promise<Transfer>;
  /** What happens in a transfer: first what has happened, then as it comes, to its end. Leaving does not stop it. */
  follow(id: string, options: Abortable): AsyncIterable<GetEvent>;
  /** running or waiting -> paused: everything verified is on disk then. @throws {CodedError} ERR_TRANSFER_STATE */
  pause(id: string, options: Abortable): Promise<Transfer>;
  /** paused -> waiting. @throws {CodedError} ERR_TRANSFER_STATE */
  resume(id: string, options: Abortable): Promise<Transfer>;
  /** failed or cancelled -> waiting. @throws {CodedError} ERR_TRANSFER_STATE */
  retry(id: string, options: Abortable): Promise<Transfer>;
  /** running, waiting, paused or failed -> cancelled: what had arrived is deleted. @throws {CodedError} ERR_TRANSFER_STATE */
  cancel(id: string, options: Abortable): Promise<Transfer>;
  /** Takes ended transfers (all of them without `id`) off the list, and no document away; returns how many. */
  forget(id: string | undefined, options: Abortable): Promise<number>;
}
