import { randomBytes } from 'node:crypto';
import type { InfoHash } from '../../common/ids.ts';
import type { Log } from '../../common/runtime/log.ts';
import { pause } from '../../common/runtime/pause.ts';
import { unlessAborted } from '../../common/runtime/unless-aborted.ts';
import type { Abortable, GetEvent, GetRequest, GetResult, Transfer } from '../operations/operations.ts';
import { Admission } from './admission.ts';
import { Book } from './book.ts';
import { done, type Entry, goingOn, hasTurn, isIn, type Subject, transferOf } from './entry.ts';
import { followTransfer } from './follow.ts';
import { Gets, type Work } from './gets.ts';
import { Queue } from './queue.ts';
import { Records } from './records.ts';
import type { TransferStore } from './store.ts';
import { Wishes } from './wishes.ts';

export type { Subject } from './entry.ts';
export type { Work } from './gets.ts';
export { createTransferStore, type TransferStore } from './store.ts';

/** How long, ms, interrupted downloads may take to put what is verified on disk when the node ends. */
const GRACE_MS = 5000;

/** What a node does with its transfers by itself: all that are to go on, only those it is asked for, or none. */
export type Eagerness = 'all' | 'asked' | 'none';

/** What transfers need of the node. */
export interface TransferOptions {
  readonly store: TransferStore;
  /** how many run at once; a download that somebody waits for counts, and does not wait */
  readonly maxActive: number;
  /** gets a document for nobody in particular */
  work(infoHash: InfoHash, request: GetRequest): Work;
  /** deletes what has arrived of a document, unless that is whole; and tells the trackers */
  discard(infoHash: InfoHash): Promise<void>;
  /** downloads that were begun, as the disk tells; asked when the store lacks some */
  leftovers(): Promise<readonly Subject[]>;
  /** whether the disk has room for what is missing of a document */
  hasRoom(subject: Subject, request: GetRequest): Promise<boolean>;
  readonly log: Log;
  /** ms since 1970 */
  now?(): number;
  /** 8 hexadecimal digits */
  newId?(): string;
  /** calls `run` after `ms`, unless the program ends before */
  later?(run: () => void, ms: number): void;
}

/** Opens the transfers that `options.store` keeps; those that are to go on sleep until `start`. */
export async function openTransfers(options: TransferOptions): Promise<Transfers> {
  const { entries, lacking } = await options.store.read();
  const transfers = new Transfers(options, entries);
  if (lacking) await transfers.adopt(await options.leftovers());
  return transfers;
}

/**
 * All downloads of a node, running or not: the one owner of their state. There is at most one of a document that is not
 * done. Methods that take a `query` find it as `findTransfer` does, and throw ERR_TRANSFER_NOT_FOUND or
 * ERR_TRANSFER_AMBIGUOUS; those that change something return when it is on disk.
 */
export class Transfers implements AsyncDisposable {
  readonly #book: Book;
  readonly #gets = new Gets();
  readonly #records: Records;
  readonly #queue: Queue;
  readonly #admission: Admission;
  readonly #wishes: Wishes;
  readonly #now: () => number;

  constructor(options: TransferOptions, entries: readonly Entry[]) {
    const { store, maxActive, log, now = Date.now, newId = randomId, later = inTime } = options;
    const book = new Book(entries);
    const gets = this.#gets;
    const records = new Records(store, book, log);
    const queue = new Queue({
      book,
      gets,
      records,
      maxActive,
      work: (infoHash, request) => options.work(infoHash, request),
      discard: (infoHash) => options.discard(infoHash),
      hasRoom: (subject, request) => options.hasRoom(subject, request),
      log,
      now,
      later,
    });
    const admission = new Admission({ book, records, queue, now, newId });
    this.#book = book;
    this.#records = records;
    this.#queue = queue;
    this.#admission = admission;
    this.#wishes = new Wishes({ admission, book, gets, records, queue, now });
    this.#now = now;
  }

  /** Lets the queue run. @param eagerness `all`: goes on with what an earlier node left */
  start(eagerness: Eagerness): void {
    if (eagerness === 'none') return;
    if (eagerness === 'all') {
      for (const entry of this.#book.list()) {
        if (isIn(entry, 'waiting')) this.#book.put(goingOn(entry, entry.phase.turn));
      }
    }
    this.#queue.open(eagerness === 'all');
  }

  /** So many run at once from now on; what runs already goes on. */
  limit(maxActive: number): void {
    this.#queue.limit(maxActive);
  }

  /** Puts downloads down as paused of which only the partial file told. */
  async adopt(subjects: readonly Subject[]): Promise<void> {
    for (const subject of subjects) {
      const known = this.#book.of(subject.infoHash);
      if (known !== undefined && !isIn(known, 'done')) continue;
      const entry = this.#admission.newcomer(subject, { document: subject.infoHash, serve: true });
      this.#book.put(entry);
      await this.#records.save(entry.id);
    }
  }

  /** the newest first */
  list(): Transfer[] {
    return this.#book.list().map(transferOf);
  }

  /** The transfer with exactly this id, for who heard of it by `onChange`. */
  get(id: string): Transfer | undefined {
    const entry = this.#book.get(id);
    return entry === undefined ? undefined : transferOf(entry);
  }

  /** @param listener told the id of what is new, other or gone, at once and often: it has to be quick */
  onChange(listener: (id: string) => void): () => void {
    return this.#book.onChange(listener);
  }

  /**
   * Puts a document into the queue. One that waits or runs already is answered as it is; one that is paused goes on, and
   * one that ended begins anew.
   *
   * @throws {CodedError} ERR_TRANSFER_QUEUE_FULL
   */
  async enqueue(subject: Subject, request: GetRequest, options: Abortable): Promise<Transfer> {
    const { infoHash } = subject;
    while (this.#gets.isEnding(infoHash)) await unlessAborted(this.#gets.over(infoHash), options.signal);
    const entry = this.#admission.admit(subject, request);
    if (isIn(entry, 'running')) this.#gets.detach(subject.infoHash);
    else if (!hasTurn(entry)) return await this.#admission.putIntoQueue(entry);
    return await this.#records.kept(entry.id);
  }

  /**
   * Gets a document for somebody who waits for it: begins at once, or joins the download that runs. When the last one
   * leaves who waits for it, it is paused; one that was queued goes on.
   */
  async *attend(
    subject: Subject,
    request: GetRequest,
    work: Work,
    { signal }: Abortable,
  ): AsyncGenerator<GetEvent> {
    const { infoHash } = subject;
    while (this.#gets.isEnding(infoHash)) await unlessAborted(this.#gets.over(infoHash), signal);
    yield* this.#queue.attend(this.#admission.admit(subject, request), work, signal);
  }

  /** Puts down that a document was asked for that is here already. */
  async present(subject: Subject, request: GetRequest, result: GetResult): Promise<Transfer> {
    const known = this.#book.of(subject.infoHash);
    if (known !== undefined && isIn(known, 'done', 'running')) return transferOf(known);
    const entry = known ?? this.#admission.newcomer(subject, request);
    this.#book.put(done(entry, result, this.#now()));
    return await this.#records.kept(entry.id);
  }

  /** What happens in a transfer, over pauses, to its end. @throws {CodedError} what it fails with; ERR_TRANSFER_CANCELLED */
  follow(query: string, { signal }: Abortable): AsyncIterable<GetEvent> {
    return followTransfer(this.#book, this.#gets, this.#book.find(query).id, signal);
  }

  /** running, waiting -> paused. @throws {CodedError} ERR_TRANSFER_STATE */
  pause(query: string): Promise<Transfer> {
    return this.#wishes.pause(query);
  }

  /** paused, asleep, or between attempts -> waiting. @throws {CodedError} ERR_TRANSFER_STATE */
  resume(query: string): Promise<Transfer> {
    return this.#wishes.resume(query);
  }

  /** failed, cancelled, or between attempts -> waiting. @throws {CodedError} ERR_TRANSFER_STATE */
  retry(query: string): Promise<Transfer> {
    return this.#wishes.retry(query);
  }

  /** any but done -> cancelled: what had arrived is deleted. @throws {CodedError} ERR_TRANSFER_STATE */
  cancel(query: string): Promise<Transfer> {
    return this.#wishes.cancel(query);
  }

  /** Takes ended transfers off the list, all of them without `query`. @throws {CodedError} ERR_TRANSFER_STATE */
  forget(query: string | undefined): Promise<number> {
    return this.#wishes.forget(query);
  }

  /** Interrupts what runs, which goes on when a node is started again, and starts no more. */
  async stop(): Promise<void> {
    this.#admission.close();
    this.#queue.close();
    const ending = this.#book.running().map((entry) => this.#queue.interrupt(entry, 'waiting'));
    const over = new AbortController();
    await Promise.race([Promise.allSettled(ending), pause(GRACE_MS, over.signal)]);
    over.abort();
    await this.#records.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function inTime(run: () => void, ms: number): void {
  setTimeout(run, ms).unref();
}

function randomId(): string {
  return randomBytes(4).toString('hex');
}
