import { CodedError, codeOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import { isLackOfRoom } from '../../common/lack-of-room.ts';
import type { Log } from '../../common/runtime/log.ts';
import type { GetEvent, GetRequest } from '../operations/operations.ts';
import type { Book } from './book.ts';
import {
  asleep,
  awake,
  begun,
  cancelled,
  done,
  type Ending,
  type Entry,
  type EntryIn,
  endingAs,
  failed,
  isIn,
  napping,
  paused,
  type Subject,
  stillNapping,
} from './entry.ts';
import type { Ended, Gets, Outcome, Work } from './gets.ts';
import { heard } from './hear.ts';
import type { Records } from './records.ts';

/** What the queue works with. */
export interface QueueParts {
  readonly book: Book;
  readonly gets: Gets;
  readonly records: Records;
  /** how many run at once; a download that somebody waits for counts, and does not wait */
  readonly maxActive: number;
  /** gets a document for nobody in particular */
  work(infoHash: InfoHash, request: GetRequest): Work;
  /** deletes what has arrived of a document, unless that is whole; and tells the trackers */
  discard(infoHash: InfoHash): Promise<void>;
  /** whether the disk has room for what is missing of a document */
  hasRoom(subject: Subject, request: GetRequest): Promise<boolean>;
  readonly log: Log;
  /** ms since 1970 */
  now(): number;
  /** calls `run` after `ms`, unless the program ends before */
  later(run: () => void, ms: number): void;
}

/** How far, ms, the record of a running transfer may lag behind: what a person sees after the node was killed. */
const PROGRESS_KEPT_MS = 5000;

/** How often, ms, the disk is looked at when a transfer waits for room on it. */
const ROOM_LOOK_MS = 5000;
/** With these, time may help: a network that comes up, a tracker or a holder that is started. */
const NOBODY_THERE = new Set(['ERR_TRACKER_UNREACHABLE', 'ERR_FETCH_NO_LIVE_HOLDER']);
/** Pauses, ms, between attempts that the node makes by itself: a network is up in seconds, a machine in minutes. */
const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * Starts transfers when their turn has come, and puts down how they end. The state of every transfer is changed in this
 * room only, by the transitions of `entry.ts`.
 */
export class Queue {
  readonly #parts: QueueParts;
  readonly #discarding = new Map<InfoHash, Promise<void>>();
  readonly #keptAt = new Map<string, number>();
  #open = false;
  /** whether it waits until the disk has room; otherwise who asked is told */
  #patient = false;
  #maxActive: number;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    this.#maxActive = parts.maxActive;
  }

  /**
   * Starts those whose turn has come, from now on whenever there is room.
   *
   * @param patient whether what fails for lack of room on the disk is begun again when there is some
   */
  open(patient: boolean): void {
    this.#open = true;
    this.#patient = patient;
    this.startNext();
  }

  /** So many run at once from now on. */
  limit(maxActive: number): void {
    this.#maxActive = maxActive;
    this.startNext();
  }

  /** Starts none any more. */
  close(): void {
    this.#open = false;
  }

  startNext(): void {
    const { book, gets } = this.#parts;
    while (this.#open && gets.count < this.#maxActive) {
      const next = book.next();
      if (next === undefined) return;
      const { infoHash } = next.subject;
      const work = this.#supervised(next.id, infoHash, this.#parts.work(infoHash, next.request));
      this.#begin(next);
      gets.begin(infoHash, work, this.#endedOf(next.id));
    }
  }

  /** Starts `entry` at once, or joins it, for somebody who waits for it. */
  attend(entry: Entry, work: Work, signal: AbortSignal): AsyncIterable<GetEvent> {
    const { gets } = this.#parts;
    const { infoHash } = entry.subject;
    if (!isIn(entry, 'running')) this.#begin(entry);
    const events = gets.watch(
      infoHash,
      this.#supervised(entry.id, infoHash, work),
      signal,
      this.#endedOf(entry.id),
    );
    if (isIn(entry, 'waiting') && !entry.phase.asleep) gets.detach(infoHash);
    return events;
  }

  /** Tells a running one to end, and waits until it has. */
  async interrupt(entry: EntryIn<'running'>, ending: Ending): Promise<void> {
    const { book, gets } = this.#parts;
    const { infoHash } = entry.subject;
    book.put(endingAs(entry, ending));
    gets.interrupt(infoHash, reasonFor(ending));
    await gets.over(infoHash);
  }

  /** Deletes what has arrived of a document; who fetches it anew waits until that is done. */
  discard(infoHash: InfoHash): Promise<void> {
    const work = this.#parts.discard(infoHash);
    this.#discarding.set(infoHash, work);
    const over = (): void => {
      if (this.#discarding.get(infoHash) === work) this.#discarding.delete(infoHash);
    };
    work.then(over, (error: unknown) => {
      over();
      this.#parts.log.warn('transfer-not-discarded', { infoHash, err: error });
    });
    return work;
  }

  /** Resolves when nothing of a document is being deleted. */
  async discarded(infoHash: InfoHash): Promise<void> {
    await this.#discarding.get(infoHash);
  }

  #begin(entry: Entry): void {
    const { book, records, log, now } = this.#parts;
    const turn = isIn(entry, 'waiting') ? entry.phase.turn : book.newTurn();
    book.put(begun(entry, turn, now()));
    this.#keptAt.set(entry.id, now());
    records.note(entry.id);
    log.info('transfer-begun', { id: entry.id, infoHash: entry.subject.infoHash });
  }

  #supervised(id: string, infoHash: InfoHash, work: Work): Work {
    return async (emit, signal) => {
      await this.#discarding.get(infoHash)?.catch(() => undefined);
      const tell = (event: GetEvent): void => {
        this.#hear(id, event);
        emit(event);
      };
      return await work(tell, signal);
    };
  }

  #hear(id: string, event: GetEvent): void {
    const { book, records, now } = this.#parts;
    const entry = book.get(id);
    if (entry === undefined) return;
    book.put(heard(entry, event));
    if (event.type !== 'progress' || now() - (this.#keptAt.get(id) ?? 0) < PROGRESS_KEPT_MS) return;
    this.#keptAt.set(id, now());
    records.note(id);
  }

  #endedOf(id: string): Ended {
    return (outcome) => {
      const { book, records, log } = this.#parts;
      const entry = book.get(id);
      this.#keptAt.delete(id);
      if (entry === undefined || !isIn(entry, 'running')) return undefined;
      const next = this.#after(entry, outcome);
      book.put(next);
      // a crash in between leaves it running on record, and not a partial file that nobody knows
      if (isIn(next, 'cancelled'))
        this.discard(next.subject.infoHash).then(
          () => records.note(id),
          () => undefined,
        );
      else records.note(id);
      this.#forgetOld();
      log.info('transfer-ended', { id, infoHash: next.subject.infoHash, state: next.phase.state });
      this.startNext();
      const { ending } = entry.phase;
      return ending === undefined || 'result' in outcome ? undefined : reasonFor(ending);
    };
  }

  #after(entry: EntryIn<'running'>, outcome: Outcome): Entry {
    const { now } = this.#parts;
    if ('result' in outcome) return done(entry, outcome.result, now());
    if (!outcome.interrupted) return this.#afterFailure(entry, outcome.error);
    switch (entry.phase.ending) {
      case 'cancelled':
        return cancelled(entry, now());
      case 'waiting':
        return asleep(entry, entry.phase.turn);
      default:
        return paused(entry);
    }
  }

  /** What the node began by itself it tries again by itself, as long as only others are missing. */
  #afterFailure(entry: EntryIn<'running'>, error: unknown): Entry {
    const { now, later } = this.#parts;
    const { unasked } = entry.phase;
    if (this.#patient && isLackOfRoom(codeOf(error))) return this.#napUntilRoom(entry, error);
    if (unasked === undefined || !NOBODY_THERE.has(codeOf(error) ?? '')) return failed(entry, error, now());
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** unasked.inVain);
    const next = napping(entry, unasked.inVain + 1, error, now() + pause);
    later(() => this.#wake(next), pause);
    return next;
  }

  /** running -> waiting: nobody but the disk is in the way, and that is looked at again and again */
  #napUntilRoom(entry: EntryIn<'running'>, error: unknown): Entry {
    const { now, later } = this.#parts;
    const inVain = entry.phase.unasked?.inVain ?? 0;
    // where the disk does not say what it has, or lacks room for records alone, only trying tells
    const pause = Math.min(LONGEST_PAUSE_MS, ROOM_LOOK_MS * 2 ** inVain);
    const next = napping(entry, inVain + 1, error, now() + pause);
    later(() => void this.#lookForRoom(next), pause);
    return next;
  }

  async #lookForRoom(napped: Entry): Promise<void> {
    const { book, later, now, hasRoom } = this.#parts;
    if (!this.#open || book.get(napped.id) !== napped) return;
    const { subject, request } = napped;
    if (await hasRoom(subject, request).catch(() => true)) return this.#wake(napped);
    if (!this.#open || book.get(napped.id) !== napped || !isIn(napped, 'waiting')) return;
    const next = stillNapping(napped, now() + ROOM_LOOK_MS);
    book.put(next);
    later(() => void this.#lookForRoom(next), ROOM_LOOK_MS);
  }

  #wake(napped: Entry): void {
    const { book } = this.#parts;
    // it was resumed, paused or cancelled meanwhile
    if (!this.#open || book.get(napped.id) !== napped || !isIn(napped, 'waiting')) return;
    book.put(awake(napped));
    this.startNext();
  }

  #forgetOld(): void {
    const { book, records } = this.#parts;
    for (const { id } of book.beyondHistory()) {
      book.remove(id);
      records.note(id);
    }
  }
}

/** What a download fails with that was told to end. */
function reasonFor(ending: Ending): CodedError {
  switch (ending) {
    case 'paused':
      return new CodedError('ERR_TRANSFER_PAUSED', 'paused: what arrived is kept, pageswarm resume goes on');
    case 'cancelled':
      return new CodedError('ERR_TRANSFER_CANCELLED', 'cancelled: what had arrived is deleted');
    case 'waiting': {
      const what = 'the running peer is ending; it goes on when that is started again';
      return new CodedError('ERR_PEER_INTERRUPTED', what);
    }
  }
}
