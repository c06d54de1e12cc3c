import type { Log } from '../../common/runtime/log.ts';
import type { Transfer } from '../operations/operations.ts';
import type { Book } from './book.ts';
import { transferOf } from './entry.ts';
import type { TransferStore } from './store.ts';

/** Brings the store up to what is in memory, one write after the other for each transfer. */
export class Records {
  readonly #store: TransferStore;
  readonly #book: Book;
  readonly #log: Log;
  /** the last write of each transfer that is under way or waits */
  readonly #writes = new Map<string, Promise<void>>();
  /** the last write failed, as the next ones will on a full disk: that is told once */
  #failing = false;

  constructor(store: TransferStore, book: Book, log: Log) {
    this.#store = store;
    this.#book = book;
    this.#log = log;
  }

  /** Resolves when the store has `id` as it is now, or newer. @throws what the store says */
  save(id: string): Promise<void> {
    const before = this.#writes.get(id) ?? Promise.resolve();
    const write = before
      .catch(() => undefined)
      .then(() => {
        const entry = this.#book.get(id);
        return entry === undefined ? this.#store.drop(id) : this.#store.write(entry);
      });
    this.#writes.set(id, write);
    const over = (): void => {
      if (this.#writes.get(id) === write) this.#writes.delete(id);
    };
    write.then(
      () => {
        over();
        this.#failing = false;
      },
      (error: unknown) => {
        over();
        if (!this.#failing) this.#log.warn('transfer-not-kept', { id, err: error });
        this.#failing = true;
      },
    );
    return write;
  }

  /** The transfer `id` as it is when the store has it. @throws what the store says */
  async kept(id: string): Promise<Transfer> {
    await this.save(id);
    return transferOf(this.#book.find(id));
  }

  /** Saves `id` in the background; the log says when it could not. */
  note(id: string): void {
    this.save(id).catch(() => undefined);
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    while (this.#writes.size > 0) await Promise.allSettled(this.#writes.values());
  }
}
