import type { Transfer } from '../operations/operations.ts';
import type { Admission } from './admission.ts';
import type { Book } from './book.ts';
import { cancelled, type Entry, hasTurn, isEnded, isIn, paused, wrongState } from './entry.ts';
import type { Gets } from './gets.ts';
import type { Queue } from './queue.ts';
import type { Records } from './records.ts';

/** What wishes work on. */
export interface WishParts {
  readonly admission: Admission;
  readonly book: Book;
  readonly gets: Gets;
  readonly records: Records;
  readonly queue: Queue;
  /** ms since 1970 */
  now(): number;
}

/** What people wish of transfers that are there. Each wish is found by `query`, and answered when it is on disk. */
export class Wishes {
  readonly #parts: WishParts;

  constructor(parts: WishParts) {
    this.#parts = parts;
  }

  /** running, waiting -> paused. @throws {CodedError} ERR_TRANSFER_STATE */
  async pause(query: string): Promise<Transfer> {
    const { book, records, queue } = this.#parts;
    const entry = book.find(query);
    if (isIn(entry, 'running')) {
      await queue.interrupt(entry, 'paused');
      this.#expect(entry.id, 'paused', 'be paused');
    } else if (isIn(entry, 'waiting')) book.put(paused(entry));
    else throw wrongState(entry, 'be paused');
    return await records.kept(entry.id);
  }

  /** paused, left waiting by an earlier node, or between attempts -> waiting. @throws {CodedError} ERR_TRANSFER_STATE */
  async resume(query: string): Promise<Transfer> {
    return await this.#queueAgain(query, 'be resumed', (entry) =>
      isIn(entry, 'waiting') ? !hasTurn(entry) : isIn(entry, 'paused'),
    );
  }

  /** failed, cancelled, or between attempts -> waiting. @throws {CodedError} ERR_TRANSFER_STATE */
  async retry(query: string): Promise<Transfer> {
    return await this.#queueAgain(query, 'be tried again', (entry) =>
      isIn(entry, 'waiting') ? entry.phase.nap !== undefined : isIn(entry, 'failed', 'cancelled'),
    );
  }

  /** running, waiting, paused, failed -> cancelled: what had arrived is deleted. @throws {CodedError} ERR_TRANSFER_STATE */
  async cancel(query: string): Promise<Transfer> {
    const { book, records, queue, now } = this.#parts;
    const entry = book.find(query);
    if (isIn(entry, 'running')) {
      await queue.interrupt(entry, 'cancelled');
      this.#expect(entry.id, 'cancelled', 'be cancelled');
      await queue.discarded(entry.subject.infoHash);
    } else if (isIn(entry, 'waiting', 'paused', 'failed')) {
      book.put(cancelled(entry, now()));
      await queue.discard(entry.subject.infoHash);
    } else throw wrongState(entry, 'be cancelled');
    return await records.kept(entry.id);
  }

  /** Takes ended transfers off the list, all of them without `query`. @throws {CodedError} ERR_TRANSFER_STATE */
  async forget(query: string | undefined): Promise<number> {
    const { book, records } = this.#parts;
    const entries = query === undefined ? book.list().filter(isEnded) : [book.find(query)];
    for (const entry of entries) {
      if (!isEnded(entry)) throw wrongState(entry, 'be taken off the list');
      book.remove(entry.id);
    }
    for (const { id } of entries) await records.save(id);
    return entries.length;
  }

  /** Puts a transfer into the queue that `may` go there, after one that is ending has ended. */
  async #queueAgain(query: string, what: string, may: (entry: Entry) => boolean): Promise<Transfer> {
    const { admission, book, gets } = this.#parts;
    const { id, subject } = book.find(query);
    while (gets.isEnding(subject.infoHash)) await gets.over(subject.infoHash);
    const entry = book.find(id);
    admission.refuseWhileEnding();
    if (!may(entry)) throw wrongState(entry, what);
    return await admission.putIntoQueue(entry);
  }

  #expect(id: string, state: Transfer['state'], what: string): void {
    const entry = this.#parts.book.find(id);
    if (entry.phase.state !== state) throw wrongState(entry, what);
  }
}
