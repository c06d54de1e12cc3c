import type { InfoHash } from '../../common/ids.ts';
import type { GetRequest } from '../operations/operations.ts';
import { type Entry, type EntryIn, hasTurn, isEnded, isIn, type Subject } from './entry.ts';
import { findTransfer } from './find-transfer.ts';

/** Of ended transfers the newest so many are remembered. */
const MAX_HISTORY = 500;

/** All transfers of a node: at most one of a document that is not done, the others are its history. */
export class Book {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<(id: string) => void>();
  #lastTurn = 0;

  constructor(entries: readonly Entry[]) {
    for (const entry of [...entries].sort((a, b) => a.addedAt - b.addedAt)) {
      this.#entries.set(entry.id, entry);
      if (isIn(entry, 'waiting')) this.#lastTurn = Math.max(this.#lastTurn, entry.phase.turn);
    }
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  /** the newest first */
  list(): Entry[] {
    return [...this.#entries.values()].reverse();
  }

  /** @throws {CodedError} ERR_TRANSFER_NOT_FOUND, ERR_TRANSFER_AMBIGUOUS */
  find(query: string): Entry {
    return findTransfer(this.list(), query);
  }

  /** the transfer of a document that is not done; if there is none, the newest that is */
  of(infoHash: InfoHash): Entry | undefined {
    const those = this.list().filter(({ subject }) => subject.infoHash === infoHash);
    return those.find((entry) => !isIn(entry, 'done')) ?? those[0];
  }

  running(): EntryIn<'running'>[] {
    return [...this.#entries.values()].filter((entry) => isIn(entry, 'running'));
  }

  /** how many have not ended */
  get open(): number {
    return [...this.#entries.values()].filter((entry) => !isEnded(entry)).length;
  }

  /** the one that waits for longest, those asleep and napping left out */
  next(): Entry | undefined {
    const ready = [...this.#entries.values()].filter(hasTurn);
    return ready.sort((a, b) => a.phase.turn - b.phase.turn)[0];
  }

  newTurn(): number {
    return ++this.#lastTurn;
  }

  put(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    this.#tell(entry.id);
  }

  /** Takes back what was put; without `before` there was nothing. */
  restore(id: string, before: Entry | undefined): void {
    if (before === undefined) this.remove(id);
    else this.put(before);
  }

  remove(id: string): void {
    this.#entries.delete(id);
    this.#tell(id);
  }

  /** ended ones beyond the limit, those that ended first */
  beyondHistory(): Entry[] {
    const ended = [...this.#entries.values()].filter(isEnded);
    if (ended.length <= MAX_HISTORY) return [];
    return ended.sort((a, b) => b.phase.endedAt - a.phase.endedAt).slice(MAX_HISTORY);
  }

  /** @param listener told the id of what is new, other or gone, at once and often: it has to be quick */
  onChange(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(id: string): void {
    for (const listener of this.#listeners) listener(id);
  }
}

/** A transfer that was never begun, paused: what it becomes is the next thing that happens to it. */
export function newEntry(id: string, subject: Subject, request: GetRequest, now: number): Entry {
  const nothing = { verifiedBytes: 0, pagesHeld: 0 };
  return { id, subject, request, ...nothing, addedAt: now, phase: { state: 'paused' } };
}
