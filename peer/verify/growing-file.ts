import { availableParallelism } from 'node:os';
import { WorkerThread } from '../../common/runtime/worker-thread.ts';
import type { PieceHashes } from './piece-checker.ts';
import { type FileDigests, verifyWhole, type WholeVerdict } from './whole.ts';

/** A file that is arriving, from wherever in it. */
export interface GrowingFileOptions {
  readonly path: string;
  /** bytes, when it is whole */
  readonly size: number;
  /** `undefined` where each piece is checked when it comes */
  readonly pieces: PieceHashes | undefined;
  readonly signal: AbortSignal;
}

/** What is asked of the thread that hashes. */
export type DigestOrder =
  | {
      readonly type: 'begin';
      readonly path: string;
      readonly algorithms: readonly (keyof FileDigests)[];
      readonly pieces?: PieceHashes | undefined;
    }
  | { readonly type: 'advance'; readonly to: number }
  | { readonly type: 'end' };

/** What a thread found out. */
export interface Digested extends Partial<FileDigests> {
  readonly piecesOk: boolean;
}

/** A file below this size is hashed in one go when it is whole, bytes: a thread takes as long to start as that. */
const WORTH_THREADS = 16 * 1024 * 1024;
/** Bytes that are worth an order. */
const STEP = 4 * 1024 * 1024;
/** What one order asks for at most, bytes, and how long it may take, ms: 1 MB/s, slower than any disk. */
const MAX_ORDER = 64 * 1024 * 1024;
const ORDER_MS = 60_000;
const HEAP_MIB = 32;

/** Which thread takes what. Where both sides of a transfer share two cores, reading the file once matters more. */
const ONE_THREAD = [['md5', 'sha256']] as const;
const TWO_THREADS = [['md5'], ['sha256']] as const;

/**
 * Takes MD5 and SHA-256 of a file while it arrives, in threads: what lies at its beginning is read from the disk's
 * cache as soon as it is verified, so that after the last byte little is left to do.
 */
export class GrowingFile implements AsyncDisposable {
  readonly #options: GrowingFileOptions;
  readonly #hashers: readonly Hasher[];

  /** @param cores of this machine */
  constructor(options: GrowingFileOptions, cores = availableParallelism()) {
    const { path, size, pieces, signal } = options;
    this.#options = options;
    const threads = cores > 2 ? TWO_THREADS : ONE_THREAD;
    const begins = threads.map((algorithms, at): DigestOrder => {
      const withPieces = at === threads.length - 1 ? { pieces } : {};
      return { type: 'begin', path, algorithms, ...withPieces };
    });
    this.#hashers = size < WORTH_THREADS ? [] : begins.map((begin) => new Hasher(begin, size, signal));
  }

  /** The first `prefix` bytes of the file are on disk, and will not change. */
  grew(prefix: number): void {
    for (const hasher of this.#hashers) hasher.grew(prefix);
  }

  /** What the file is; to be asked when all of it is on disk. @throws as `verifyWhole` */
  async verdict(): Promise<WholeVerdict> {
    const { path, size, pieces, signal } = this.#options;
    this.grew(size);
    const found = await Promise.all(this.#hashers.map((hasher) => hasher.digested));
    signal.throwIfAborted();
    const md5 = found.find((one) => one?.md5 !== undefined)?.md5;
    const sha256 = found.find((one) => one?.sha256 !== undefined)?.sha256;
    // a thread that failed is no reason to fail: the file is there
    if (md5 === undefined || sha256 === undefined) return verifyWhole(path, pieces, signal);
    return { md5, sha256, piecesOk: found.every((one) => one?.piecesOk === true) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#hashers.map((hasher) => hasher.end()));
  }
}

/** A thread that hashes one file, order by order. */
class Hasher {
  /** `undefined` if the thread failed */
  readonly digested: Promise<Digested | undefined>;
  readonly #begin: DigestOrder;
  readonly #size: number;
  readonly #signal: AbortSignal;
  #thread: WorkerThread | undefined;
  #prefix = 0;
  #grown: () => void = () => undefined;

  constructor(begin: DigestOrder, size: number, signal: AbortSignal) {
    this.#begin = begin;
    this.#size = size;
    this.#signal = signal;
    this.digested = this.#follow().catch(() => undefined);
  }

  grew(prefix: number): void {
    this.#prefix = prefix;
    this.#grown();
  }

  async end(): Promise<void> {
    await this.#thread?.end();
  }

  async #follow(): Promise<Digested> {
    // not before there is something to do: the first moments of a download belong to its holders
    await this.#until(Math.min(this.#size, STEP));
    await this.#order(this.#begin);
    for (let at = 0; at < this.#size; ) {
      await this.#until(Math.min(this.#size, at + STEP));
      at = Math.min(this.#prefix, at + MAX_ORDER);
      await this.#order({ type: 'advance', to: at });
    }
    return await this.#order<Digested>({ type: 'end' });
  }

  #until(prefix: number): Promise<void> {
    return new Promise((resolve) => {
      this.#grown = () => {
        if (this.#prefix >= prefix) resolve();
      };
      this.#grown();
    });
  }

  #order<T>(input: DigestOrder): Promise<T> {
    this.#thread ??= new WorkerThread({
      script: new URL('./digest-file.worker.js', import.meta.url),
      heapMiB: HEAP_MIB,
    });
    return this.#thread.run<T>({ input, signal: this.#signal, timeLimitMs: ORDER_MS });
  }
}
