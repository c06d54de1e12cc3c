import { CodedError } from '../../common/errors.ts';
import type { GetRequest, Transfer } from '../operations/operations.ts';
import { type Book, newEntry } from './book.ts';
import { type Entry, isIn, queued, type Subject } from './entry.ts';
import type { Queue } from './queue.ts';
import type { Records } from './records.ts';

/** More than anybody waits for; it bounds what a script that went wrong can fill the disk with. */
const MAX_OPEN = 10_000;

/** What admission works with. */
export interface AdmissionParts {
  readonly book: Book;
  readonly records: Records;
  readonly queue: Queue;
  /** ms since 1970 */
  now(): number;
  /** 8 hexadecimal digits */
  newId(): string;
}

/** Lets transfers in: there is at most one of a document that is not done, and what waits for its turn is on disk. */
export class Admission {
  readonly #parts: AdmissionParts;
  #closed = false;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** Lets nobody in any more: the node ends. */
  close(): void {
    this.#closed = true;
  }

  /**
   * The transfer of a document that is asked for: the one that is not done, with the new request unless it runs.
   *
   * @throws {CodedError} ERR_CONTROL_ENDING, ERR_TRANSFER_QUEUE_FULL
   */
  admit(subject: Subject, request: GetRequest): Entry {
    this.refuseWhileEnding();
    const { book } = this.#parts;
    const known = book.of(subject.infoHash);
    if (known !== undefined && isIn(known, 'running')) return known;
    if (known !== undefined && !isIn(known, 'done')) return { ...known, subject, request };
    if (book.open >= MAX_OPEN) throw queueFull();
    return this.newcomer(subject, request);
  }

  /** A transfer that was never begun, with an id that no other has. */
  newcomer(subject: Subject, request: GetRequest): Entry {
    return newEntry(this.#freeId(), subject, request, this.#parts.now());
  }

  /** Gives `entry` a turn; what cannot be kept is not begun. @throws what the store says */
  async putIntoQueue(entry: Entry): Promise<Transfer> {
    const { book, records, queue } = this.#parts;
    const before = book.get(entry.id);
    const next = queued(entry, book.newTurn());
    book.put(next);
    try {
      await records.save(next.id);
    } catch (error) {
      if (book.get(next.id) === next) book.restore(next.id, before);
      throw error;
    }
    queue.startNext();
    return await records.kept(next.id);
  }

  /** @throws {CodedError} ERR_CONTROL_ENDING once it is closed */
  refuseWhileEnding(): void {
    if (this.#closed) {
      throw new CodedError('ERR_CONTROL_ENDING', 'the running peer is ending: start the command again');
    }
  }

  #freeId(): string {
    for (;;) {
      const id = this.#parts.newId();
      if (this.#parts.book.get(id) === undefined) return id;
    }
  }
}

function queueFull(): CodedError {
  const what = `${MAX_OPEN} transfers have not ended: wait until some have, or cancel some`;
  return new CodedError('ERR_TRANSFER_QUEUE_FULL', what);
}
