import { WorkerThread } from './worker-thread.ts';
import type { FileToWrite, WriteFailure } from './write-files.ts';

/** So many files at a time are written without a thread: it takes longer to start than they do. */
const FEW = 4;
/** Files in one order. */
const MANY = 64;
/** A thread that has had nothing to do for so long is ended, ms. */
const IDLE_MS = 2_000;
/** How long the disk may take for one order, ms; after that each file is tried by itself. */
const ORDER_MS = 30_000;
const HEAP_MIB = 64;

interface Waiting {
  readonly file: FileToWrite;
  done(failure: WriteFailure | undefined): void;
  lost(): void;
}

/**
 * Writes files in a thread while there are many at a time: each takes six calls of the system, and calling it from a thread that
 * waits is far cheaper than having the event loop told of each.
 */
class WriteThread {
  readonly #waiting: Waiting[] = [];
  readonly #never = new AbortController().signal;
  #thread: WorkerThread | undefined;
  #busy = false;
  #others = 0;
  #idle: NodeJS.Timeout | undefined;

  /**
   * @param alone writes it without the thread
   * @throws what the file system says
   */
  async write(file: FileToWrite, alone: () => Promise<void>): Promise<void> {
    const isFew = this.#thread === undefined && this.#others < FEW;
    // without a thread a disk may be waited for, and a name that is held open asked for again
    if (isFew || process.platform === 'win32' || !(await this.#order(file))) {
      this.#others++;
      await alone().finally(() => this.#others--);
    }
  }

  /** @returns false when the thread was lost: the file may be written or not */
  #order(file: FileToWrite): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        file,
        done: (failure) => {
          if (failure === undefined) resolve(true);
          else reject(Object.assign(new Error(failure.message), { code: failure.code }));
        },
        lost: () => resolve(false),
      });
      if (!this.#busy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    clearTimeout(this.#idle);
    while (this.#waiting.length > 0) {
      const some = this.#waiting.splice(0, MANY);
      const failures = await this.#ask(some.map(({ file }) => file));
      for (const [at, { done, lost }] of some.entries()) failures === undefined ? lost() : done(failures[at]);
    }
    this.#busy = false;
    this.#idle = setTimeout(() => void this.#end(), IDLE_MS).unref();
  }

  /** `undefined` when the thread was lost */
  async #ask(files: readonly FileToWrite[]): Promise<(WriteFailure | undefined)[] | undefined> {
    this.#thread ??= new WorkerThread({
      script: new URL('./write-files.worker.js', import.meta.url),
      heapMiB: HEAP_MIB,
      prints: false,
    });
    try {
      return await this.#thread.run({ input: files, signal: this.#never, timeLimitMs: ORDER_MS });
    } catch {
      await this.#end();
      return undefined;
    }
  }

  async #end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end();
  }
}

/** The one thread of this process that writes files. */
export const writeThread = new WriteThread();
