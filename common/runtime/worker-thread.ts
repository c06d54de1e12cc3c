import { Worker } from 'node:worker_threads';
import { CodedError, codeOf, messageOf } from '../errors.ts';

/** Where work is done: a script that calls `answerJobs`. */
export interface WorkerScript {
  /** compiled: `new URL('./x.worker.js', import.meta.url)` */
  readonly script: URL;
  /** of its JavaScript heap */
  readonly heapMiB: number;
  /**
   * Whether a library in it may print, as PDFium's does when memory runs short: that is read and dropped. A thread whose
   * output is read keeps the program alive until it is ended.
   */
  readonly prints?: boolean;
}

/** Work for a thread. */
export interface Job {
  readonly input: unknown;
  readonly signal: AbortSignal;
  /** the thread is ended when it has neither answered nor reported for this long, ms */
  readonly timeLimitMs: number;
  /** what it reports on the way */
  readonly onReport?: (report: unknown) => void;
}

/** What a thread sends back. */
export type Answer =
  | { readonly type: 'report'; readonly report: unknown }
  /** `spent`: it has grown so much that it is better ended */
  | { readonly type: 'done'; readonly value: unknown; readonly spent: boolean }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

/** A thread that does one job at a time. After a job that failed, whatever the reason, it does no more. */
export class WorkerThread {
  readonly #worker: Worker;
  #usable = true;

  constructor({ script, heapMiB, prints = true }: WorkerScript) {
    // what libraries print there is no news for people, and would spoil a screen
    const silent = { stdout: prints, stderr: prints };
    this.#worker = new Worker(script, { ...silent, resourceLimits: { maxOldGenerationSizeMb: heapMiB } });
    if (prints) {
      this.#worker.stdout.resume();
      this.#worker.stderr.resume();
    }
    this.#worker.on('error', () => undefined); // told by the job, if there is one
    this.#worker.once('exit', () => {
      this.#usable = false;
    });
  }

  /** whether it may do another job */
  get usable(): boolean {
    return this.#usable;
  }

  /** @throws {CodedError} what the work throws; ERR_WORKER_TIME, ERR_WORKER_MEMORY, ERR_WORKER_DIED */
  async run<T>(job: Job): Promise<T> {
    const over = new AbortController();
    this.#worker.ref();
    try {
      const answered = this.#answer<T>(job, over.signal);
      this.#worker.postMessage(job.input);
      return await Promise.race([answered, this.#expiry(job, over.signal)]);
    } catch (error) {
      this.#usable = false;
      throw error;
    } finally {
      over.abort();
      this.#worker.unref(); // one that waits for work keeps no program alive
    }
  }

  async end(): Promise<void> {
    this.#usable = false;
    await this.#worker.terminate();
  }

  #answer<T>({ onReport }: Job, over: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const hear = (answer: Answer): void => {
        if (answer.type === 'report') return onReport?.(answer.report);
        if (answer.type === 'failed') return reject(new CodedError(answer.code, answer.message));
        if (answer.spent) this.#usable = false;
        resolve(answer.value as T);
      };
      const fail = (error: unknown): void => reject(translated(error));
      const gone = (code: number): void => {
        reject(new CodedError('ERR_WORKER_DIED', `a worker ended without an answer (exit code ${code})`));
      };
      this.#worker.on('message', hear).on('error', fail).on('exit', gone);
      over.addEventListener('abort', () =>
        this.#worker.off('message', hear).off('error', fail).off('exit', gone),
      );
    });
  }

  /** Rejects when the time is up or the job is cancelled. */
  #expiry({ signal, timeLimitMs }: Job, over: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      const onAbort = (): void => reject(signal.reason);
      const timer = setTimeout(() => {
        reject(new CodedError('ERR_WORKER_TIME', `it took longer than ${Math.round(timeLimitMs / 1000)} s`));
      }, timeLimitMs);
      const refresh = (): void => void timer.refresh();
      this.#worker.on('message', refresh);
      signal.addEventListener('abort', onAbort, { once: true });
      over.addEventListener('abort', () => {
        clearTimeout(timer);
        this.#worker.off('message', refresh);
        signal.removeEventListener('abort', onAbort);
      });
      if (signal.aborted) onAbort();
    });
  }
}

function translated(error: unknown): CodedError {
  const isMemory = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY';
  const code = isMemory ? 'ERR_WORKER_MEMORY' : 'ERR_WORKER_DIED';
  const message = isMemory ? 'it took more memory than it may' : `a worker failed: ${messageOf(error)}`;
  return new CodedError(code, message, { cause: error });
}
