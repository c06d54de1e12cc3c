import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CodedError, messageOf } from '../../common/errors.ts';
import type { Store, StoreLimits } from './contract.ts';
import type { LedgerAnswer, LedgerCall, LedgerSetup } from './ledger-calls.ts';
import { storeError } from './store-error.ts';

/** a school's documents fit a thousand times; the catalog in memory then takes about 2 GB */
const DEFAULT_LIMITS: StoreLimits = { documents: 1_000_000, publishersPerDocument: 1_000 };
/** calls that wait for the disk; beyond them the tracker says that it is busy */
const MAX_PENDING = 256;

/**
 * The store in `folder/tracker.db`, SQLite in a thread of its own: a commit waits for the disk, and announces must not
 * wait with it.
 *
 * @throws {CodedError} ERR_TRACKER_DATA_IN_USE, ERR_TRACKER_DATA_DAMAGED, ERR_TRACKER_DATA_UNUSABLE
 */
export async function openSqliteStore(folder: string, limits: Partial<StoreLimits> = {}): Promise<Store> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new CodedError(
      'ERR_TRACKER_DATA_UNUSABLE',
      `cannot make the folder ${folder}: ${messageOf(error)}`,
    );
  });
  const worker = new LedgerWorker({
    file: join(folder, 'tracker.db'),
    limits: { ...DEFAULT_LIMITS, ...limits },
  });
  try {
    const origin = await worker.call<string>('open');
    return storeOver(worker, origin, () => bytesOf(folder));
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

function storeOver(worker: LedgerWorker, origin: string, bytes: () => Promise<number>): Store {
  return {
    origin,
    documents: (after, limit) => worker.call('documents', after, limit),
    publish: (upload, at) => worker.call('publish', upload, at),
    withdraw: (withdrawal, at) => worker.call('withdraw', withdrawal, at),
    upload: (sha256) => worker.call('upload', sha256),
    changes: (after, limit) => worker.call('changes', after, limit),
    bytes,
    [Symbol.asyncDispose]: () => worker.close(),
  };
}

/** Of the database and its log; an operating system that does not tell gets 0. */
async function bytesOf(folder: string): Promise<number> {
  const sizes = ['tracker.db', 'tracker.db-wal'].map((name) =>
    stat(join(folder, name)).then(({ size }) => size),
  );
  const known = await Promise.allSettled(sizes);
  return known.reduce((sum, size) => sum + (size.status === 'fulfilled' ? size.value : 0), 0);
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: CodedError): void;
}

/** Calls into the worker and their answers. */
class LedgerWorker {
  readonly #worker: Worker;
  readonly #file: string;
  readonly #pending = new Map<number, Pending>();
  readonly #ended: Promise<void>;
  #calls = 0;
  #closed: boolean = false;

  constructor(setup: LedgerSetup) {
    this.#file = setup.file;
    this.#worker = new Worker(new URL('./sqlite.worker.js', import.meta.url), { workerData: setup });
    this.#worker.on('message', (answer: LedgerAnswer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#failAll(messageOf(error)));
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#failAll('it is closed');
        resolve();
      });
    });
  }

  async call<Result>(method: LedgerCall['method'], ...parameters: unknown[]): Promise<Result> {
    if (this.#closed) throw storeError('', 'it is closed', this.#file);
    if (this.#pending.size >= MAX_PENDING) {
      throw new CodedError(
        'ERR_TRACKER_BUSY',
        'the tracker has more to write than its disk takes; try again shortly',
      );
    }
    const id = ++this.#calls;
    return new Promise<Result>((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#worker.postMessage({ id, method, parameters } satisfies LedgerCall);
    });
  }

  /** Writes what is under way, closes the database and ends the thread; may be called again. */
  async close(): Promise<void> {
    if (!this.#closed) {
      const closing = this.call('close');
      this.#closed = true;
      await closing.catch(() => undefined); // a worker that has died has nothing left to close
    }
    await this.#ended;
  }

  async terminate(): Promise<void> {
    this.#closed = true;
    await this.#worker.terminate();
  }

  #settle({ id, value, failure }: LedgerAnswer): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (failure === undefined) pending?.resolve(value);
    else pending?.reject(storeError(failure.code, failure.message, this.#file));
  }

  #failAll(reason: string): void {
    this.#closed = true;
    for (const { reject } of this.#pending.values()) reject(storeError('', reason, this.#file));
    this.#pending.clear();
  }
}
