import { randomBytes } from 'node:crypto';
import { CodedError } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import type { Log } from '../../common/runtime/log.ts';
import { pause } from '../../common/runtime/pause.ts';
import { unlessAborted } from '../../common/runtime/unless-aborted.ts';
import type { Abortable, GetEvent, GetRequest, GetResult, Transfer } from '../operations/operations.ts';
import { Book, newEntry } from './book.ts';
import {
  cancelled,
  done,
  type Entry,
  goingOn,
  hasTurn,
  isEnded,
  isIn,
  paused,
  queued,
  type Subject,
  transferOf,
  wrongState,
} from './entry.ts';
import { followTransfer } from './follow.ts';
import { Gets, type Work } from './gets.ts';
import { Journal } from './journal.ts';
import { Queue } from './queue.ts';
import type { TransferStore } from './store.ts';

/** More than anybody waits for; it bounds what a script that went wrong can fill the disk with. */
const MAX_OPEN = 10_000;
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
  readonly log: Log;
  /** ms since 1970 */
  now?(): number;
  /** 8 hexadecimal digits */
  newId?(): string;
  /** calls `run` after `ms`, unless the program ends before */
  later?(run: () => void, ms: number): void;
}

/**
 * All downloads of a node, running or not: the one owner of their state. There is at most one of a document that is not
 * done. Methods that take a `query` find it as `findTransfer` does, and throw ERR_TRANSFER_NOT_FOUND or
 * ERR_TRANSFER_AMBIGUOUS; those that change something return when it is on disk.
 */
export class Transfers implements AsyncDisposable {
  readonly #book: Book;
  readonly #gets = new Gets();
  readonly #journal: Journal;
  readonly #queue: Queue;
  readonly #now: () => number;
  readonly #newId: () => string;
  #stopped = false;

  constructor(options: TransferOptions, entries: readonly Entry[]) {
    const { store, log, now = Date.now, newId = randomId, later = inTime } = options;
    this.#now = now;
    this.#newId = newId;
    this.#book = new Book(entries);
    this.#journal = new Journal(store, (id) => this.#book.get(id), log);
    const { maxActive } = options;
    this.#queue = new Queue({
      book: this.#book,
      gets: this.#gets,
      journal: this.#journal,
      maxActive,
      work: (infoHash, request) => options.work(infoHash, request),
      discard: (infoHash) => options.discard(infoHash),
      log,
      now,
      later,
    });
  }

  /** Lets the queue run. @param eagerness `all`: goes on with what an earlier node left */
  start(eagerness: Eagerness): void {
    if (eagerness === 'none') return;
    if (eagerness === 'all') {
      for (const entry of this.#book.list()) {
        if (isIn(entry, 'waiting')) this.#book.put(goingOn(entry, entry.phase.turn));
      }
    }
    this.#queue.open();
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
      const entry = newEntry(
        this.#freeId(),
        subject,
        { document: subject.infoHash, serve: true },
        this.#now(),
      );
      this.#book.put(entry);
      await this.#journal.save(entry.id);
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
    const entry = this.#admit(subject, request);
    if (isIn(entry, 'running')) this.#gets.detach(subject.infoHash);
    else if (!hasTurn(entry)) return await this.#putIntoQueue(entry);
    return await this.#kept(entry.id);
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
    yield* this.#queue.attend(this.#admit(subject, request), work, signal);
  }

  /** Puts down that a document was asked for that is here already. */
  async present(subject: Subject, request: GetRequest, result: GetResult): Promise<Transfer> {
    const known = this.#book.of(subject.infoHash);
    if (known !== undefined && isIn(known, 'done', 'running')) return transferOf(known);
    const entry = known ?? newEntry(this.#freeId(), subject, request, this.#now());
    this.#book.put(done(entry, result, this.#now()));
    return await this.#kept(entry.id);
  }

  /** What happens in a transfer, over pauses, to its end. @throws {CodedError} what it fails with; ERR_TRANSFER_CANCELLED */
  follow(query: string, { signal }: Abortable): AsyncIterable<GetEvent> {
    return followTransfer(this.#book, this.#gets, this.#book.find(query).id, signal);
  }

  /** running, waiting -> paused. @throws {CodedError} ERR_TRANSFER_STATE */
  async pause(query: string): Promise<Transfer> {
    const entry = this.#book.find(query);
    if (isIn(entry, 'running')) {
      await this.#queue.interrupt(entry, 'paused');
      this.#expect(entry.id, 'paused', 'be paused');
    } else if (isIn(entry, 'waiting')) this.#book.put(paused(entry));
    else throw wrongState(entry, 'be paused');
    return await this.#kept(entry.id);
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
    const entry = this.#book.find(query);
    if (isIn(entry, 'running')) {
      await this.#queue.interrupt(entry, 'cancelled');
      this.#expect(entry.id, 'cancelled', 'be cancelled');
      await this.#queue.discarded(entry.subject.infoHash);
    } else if (isIn(entry, 'waiting', 'paused', 'failed')) {
      this.#book.put(cancelled(entry, this.#now()));
      await this.#queue.discard(entry.subject.infoHash);
    } else throw wrongState(entry, 'be cancelled');
    return await this.#kept(entry.id);
  }

  /** Takes ended transfers off the list, all of them without `query`. @throws {CodedError} ERR_TRANSFER_STATE */
  async forget(query: string | undefined): Promise<number> {
    const entries = query === undefined ? this.#book.list().filter(isEnded) : [this.#book.find(query)];
    for (const entry of entries) {
      if (!isEnded(entry)) throw wrongState(entry, 'be taken off the list');
      this.#book.remove(entry.id);
    }
    for (const { id } of entries) await this.#journal.save(id);
    return entries.length;
  }

  /** Interrupts what runs, which goes on when a node is started again, and starts no more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#queue.close();
    const ending = this.#book.running().map((entry) => this.#queue.interrupt(entry, 'waiting'));
    const over = new AbortController();
    await Promise.race([Promise.allSettled(ending), pause(GRACE_MS, over.signal)]);
    over.abort();
    await this.#journal.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** The transfer of a document that is asked for: the one that is not done, with the new request unless it runs. */
  #admit(subject: Subject, request: GetRequest): Entry {
    if (this.#stopped) throw ending();
    const known = this.#book.of(subject.infoHash);
    if (known !== undefined && isIn(known, 'running')) return known;
    if (known !== undefined && !isIn(known, 'done')) return { ...known, subject, request };
    if (this.#book.open >= MAX_OPEN) throw queueFull();
    return newEntry(this.#freeId(), subject, request, this.#now());
  }

  /** Puts a transfer into the queue that `may` go there, after one that is ending has ended. */
  async #queueAgain(query: string, what: string, may: (entry: Entry) => boolean): Promise<Transfer> {
    const { id, subject } = this.#book.find(query);
    while (this.#gets.isEnding(subject.infoHash)) await this.#gets.over(subject.infoHash);
    const entry = this.#book.find(id);
    if (this.#stopped) throw ending();
    if (!may(entry)) throw wrongState(entry, what);
    return await this.#putIntoQueue(entry);
  }

  #expect(id: string, state: Transfer['state'], what: string): void {
    const entry = this.#book.find(id);
    if (entry.phase.state !== state) throw wrongState(entry, what);
  }

  /** Gives `entry` a turn; what cannot be kept is not begun. @throws what the store says */
  async #putIntoQueue(entry: Entry): Promise<Transfer> {
    const before = this.#book.get(entry.id);
    const next = queued(entry, this.#book.newTurn());
    this.#book.put(next);
    try {
      await this.#journal.save(next.id);
    } catch (error) {
      if (this.#book.get(next.id) === next) this.#book.restore(next.id, before);
      throw error;
    }
    this.#queue.startNext();
    return await this.#kept(next.id);
  }

  /** @throws what the store says */
  async #kept(id: string): Promise<Transfer> {
    await this.#journal.save(id);
    return transferOf(this.#book.find(id));
  }

  #freeId(): string {
    for (;;) {
      const id = this.#newId();
      if (this.#book.get(id) === undefined) return id;
    }
  }
}

function inTime(run: () => void, ms: number): void {
  setTimeout(run, ms).unref();
}

function randomId(): string {
  return randomBytes(4).toString('hex');
}

function ending(): CodedError {
  return new CodedError('ERR_CONTROL_ENDING', 'the running peer is ending: start the command again');
}

function queueFull(): CodedError {
  const what = `${MAX_OPEN} transfers have not ended: wait until some have, or cancel some`;
  return new CodedError('ERR_TRANSFER_QUEUE_FULL', what);
}
