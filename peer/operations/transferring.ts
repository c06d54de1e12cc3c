import type { Abortable } from './abortable.ts';
import type { GetEvent, GetRequest, GetResult } from './getting.ts';

/** Where a transfer stands. `waiting` and `running` ones go on by themselves when the node starts again. */
export type TransferState = 'waiting' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

/** What a running transfer is at. */
export type TransferStep = 'finding' | 'probing' | 'fetching' | 'verifying' | 'announcing';

/** A document that was asked for: on its way, or how it ended. Kept on disk, so it survives the node. */
export interface Transfer {
  /** 8 hexadecimal digits, unique on this node */
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
  /** why it failed; of a waiting one, why it is tried again; of a running one, why nothing comes: the disk is full */
  readonly failure?: { readonly code: string; readonly message: string };
  /** ms since 1970: when the node, which goes on with it by itself, looks again for somebody who has it, or for room */
  readonly nextTryAt?: number;
  /** of one that is done */
  readonly result?: GetResult;
}

/**
 * Downloads that belong to the node, not to who asked for them. Every `get` is one, too: paused when the last one leaves
 * who waits for it, unless it was queued or resumed.
 *
 * An `id` may be its beginning (4 digits or more), the info hash, the SHA-256, the beginning of either (6 or more) or the
 * exact name; of several transfers of a document the one that has not ended is meant, else the newest. Every method
 * with an `id` throws ERR_TRANSFER_NOT_FOUND, ERR_TRANSFER_AMBIGUOUS.
 */
export interface TransferOperations {
  /** all of them, the newest first; those that ended are the history */
  transfers(options: Abortable): Promise<readonly Transfer[]>;
  /**
   * Puts a document into the queue. It is found first, so that what does not exist is refused here. One that waits or runs
   * already is answered as it is; one that is paused goes on, one that ended begins anew. What is here already is `done`.
   *
   * @throws {CodedError} as `get` does before its first event; ERR_TRANSFER_QUEUE_FULL
   */
  enqueue(request: GetRequest, options: Abortable): Promise<Transfer>;
  /**
   * What happens in a transfer: what has happened since it last began, then as it comes, over pauses, to its end. Leaving
   * does not stop it.
   *
   * @throws {CodedError} what the transfer fails with; ERR_TRANSFER_CANCELLED
   */
  follow(id: string, options: Abortable): AsyncIterable<GetEvent>;
  /** running or waiting -> paused: everything verified is on disk then. @throws {CodedError} ERR_TRANSFER_STATE */
  pause(id: string, options: Abortable): Promise<Transfer>;
  /** paused, left waiting by an earlier node, or between attempts -> waiting. @throws {CodedError} ERR_TRANSFER_STATE */
  resume(id: string, options: Abortable): Promise<Transfer>;
  /** failed, cancelled, or between attempts -> waiting. @throws {CodedError} ERR_TRANSFER_STATE */
  retry(id: string, options: Abortable): Promise<Transfer>;
  /** running, waiting, paused or failed -> cancelled: what had arrived is deleted. @throws {CodedError} ERR_TRANSFER_STATE */
  cancel(id: string, options: Abortable): Promise<Transfer>;
  /**
   * Takes ended transfers (all of them without `id`) off the list, and no document away; returns how many.
   *
   * @throws {CodedError} ERR_TRANSFER_STATE for one that has not ended
   */
  forget(id: string | undefined, options: Abortable): Promise<number>;
}
