import { CodedError } from '../../common/errors.ts';
import { createDeferred } from '../../common/runtime/deferred.ts';
import type { PartialContent } from '../content/content.ts';
import { leafIsRight } from '../verify/verify.ts';
import type { TakeOver } from './effects.ts';
import { Fetch, TICK_MS } from './engine.ts';
import { type DiskWatch, PatientWrites } from './patient-writes.ts';
import type { Source } from './source.ts';

/** What a download tells while it runs. */
export interface FetchNews {
  progress(fetch: Fetch): void;
  takenOver(change: TakeOver): void;
  banned(address: string, remoteId: string, reason: string): void;
}

/** What a download is made of, and who hears of it. */
export interface DriveOptions {
  readonly content: PartialContent;
  readonly news: FetchNews;
  /** puts the first holders to work; what it fails with ends the download */
  begin(fetch: Fetch): Promise<void>;
  /** looks for holders that are not part of the download yet and lets them join; may find none */
  findMore(fetch: Fetch, signal: AbortSignal): Promise<void>;
  /** how to wait for room when the disk is full; without it that ends the download */
  readonly disk?: DiskWatch;
  /** whether somebody told of holders that were not looked at yet */
  readonly toldOfMore?: () => boolean;
  /** how long to go on without a holder that can help, ms */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/** How often progress is told: as often as an eye follows numbers. */
const PROGRESS_MS = 250;
/**
 * How often new holders are looked for: soon when nobody helps, now and then otherwise, ms. At first sooner, since others
 * may have begun at the same moment.
 */
const LOOK_SOON_MS = 2000;
const LOOK_FIRST_MS = 1000;
const LOOK_MS = 15_000;

/** When more than this waits for the disk nothing is asked for, bytes: a network may be quicker than a disk. */
const MAX_UNWRITTEN = 64 * 1024 * 1024;

/**
 * Runs a download until every leaf is on disk.
 *
 * @throws {CodedError} ERR_FETCH_NO_LIVE_HOLDER; ERR_FETCH_MAP_CONVICTED; ERR_PEER_INTERRUPTED when `signal` aborts;
 *   what storing throws. What was verified is on disk then.
 */
export async function driveFetch(options: DriveOptions): Promise<Fetch> {
  const run = new FetchRun(options);
  try {
    await run.finished();
    return run.fetch;
  } finally {
    await run.stop();
  }
}

class FetchRun {
  readonly fetch: Fetch;
  readonly #options: DriveOptions;
  readonly #writes = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  readonly #disk: PatientWrites;
  readonly #timers: NodeJS.Timeout[] = [];
  /** bytes on their way to the disk */
  #unwritten = 0;
  /** who sent which leaf wrong */
  readonly #wrong = new Map<number, Set<string>>();
  readonly #end = createDeferred<void>();
  #lastGainAt = performance.now();
  #lookedAt = performance.now();
  #looking = false;
  /** the first holders have not all answered */
  #beginning = false;
  #lookMs = LOOK_FIRST_MS;
  #seenBytes = 0;

  constructor(options: DriveOptions) {
    this.#options = options;
    this.#disk = new PatientWrites({
      write: (leaf, bytes) => options.content.store(leaf, bytes),
      disk: options.disk,
      full: () => this.fetch.pause(),
      signal: this.#stopping.signal,
    });
    const { layout, info } = options.content.description;
    this.fetch = new Fetch({
      layout,
      pieceLength: info.pieceLength,
      verified: options.content.heldLeaves(),
      now: () => performance.now(),
      effects: {
        isRight: (leaf, bytes) => leafIsRight(layout, leaf, bytes),
        store: (leaf, bytes) => this.#store(leaf, bytes),
        takenOver: (change) => options.news.takenOver(change),
        banned: (source, leaf) => this.#banned(source, leaf),
      },
    });
  }

  async finished(): Promise<void> {
    const { signal, news, begin } = this.#options;
    const aborted = (): void =>
      this.#end.reject(new CodedError('ERR_PEER_INTERRUPTED', 'interrupted; what arrived is kept'));
    signal.addEventListener('abort', aborted);
    if (signal.aborted) aborted();
    this.#timers.push(setInterval(() => this.#tick(), TICK_MS));
    this.#timers.push(setInterval(() => news.progress(this.fetch), PROGRESS_MS));
    try {
      if (this.fetch.complete) this.#end.resolve();
      else this.#begin(begin(this.fetch));
      await this.#end.promise;
      news.progress(this.fetch);
    } finally {
      signal.removeEventListener('abort', aborted);
    }
  }

  #begin(beginning: Promise<void>): void {
    this.#beginning = true;
    const begun = (): void => {
      this.#beginning = false;
    };
    beginning.then(begun, (error: unknown) => this.#end.reject(error));
  }

  /** Ends the timers and waits until what was verified is written. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#stopping.abort();
    await Promise.allSettled(this.#writes);
  }

  #banned({ link, reason }: Source, leaf: number): void {
    this.#options.news.banned(link.address, link.remoteId, reason);
    const accused = this.#wrong.get(leaf) ?? new Set();
    this.#wrong.set(leaf, accused.add(link.remoteId));
    const alone = this.fetch.sources.every(({ alive }) => !alive);
    if (this.#options.content.description.map !== undefined && (accused.size > 1 || alone))
      this.#convictMap(leaf);
  }

  /**
   * Two holders sent the same leaf wrong, or the last one did: then it may be the map that is wrong. Pieces have
   * hashes of their own, so nothing is lost by going on without it.
   */
  #convictMap(leaf: number): void {
    const message = `the page map does not fit the document (leaf ${leaf}); it is fetched by pieces`;
    this.#end.reject(new CodedError('ERR_FETCH_MAP_CONVICTED', message));
  }

  #store(leaf: number, bytes: Uint8Array): void {
    const write = this.#disk.write(leaf, bytes);
    this.#writes.add(write);
    this.#unwritten += bytes.length;
    if (this.#unwritten > MAX_UNWRITTEN) this.fetch.pause();
    write.then(
      () => {
        this.#writes.delete(write);
        this.fetch.giveBack(bytes);
        this.#unwritten -= bytes.length;
        if (this.#unwritten < MAX_UNWRITTEN / 2 && !this.#disk.full) this.fetch.resume();
        if (this.fetch.complete && this.#writes.size === 0) this.#end.resolve();
      },
      (error: unknown) => this.#end.reject(error),
    );
  }

  #tick(): void {
    this.fetch.tick();
    const now = performance.now();
    if (this.fetch.verifiedBytes > this.#seenBytes || this.#disk.full) this.#lastGainAt = now;
    this.#seenBytes = this.fetch.verifiedBytes;
    const helped = this.fetch.sources.some((source) => source.usable && !source.idle);
    if (!helped && !this.fetch.complete && now - this.#lastGainAt > this.#options.patienceMs) this.#giveUp();
    const told = this.#options.toldOfMore?.() ?? false;
    const everyMs = helped ? this.#lookMs : Math.min(this.#lookMs, LOOK_SOON_MS);
    if (!this.#beginning && (told || now - this.#lookedAt > everyMs)) void this.#look();
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#options.findMore(this.fetch, this.#stopping.signal);
    } catch {
      // a tracker that does not answer just now, or the end of the download: it is asked again, or not
    } finally {
      this.#looking = false;
      this.#lookMs = Math.min(LOOK_MS, 2 * this.#lookMs);
      this.#lookedAt = performance.now();
    }
  }

  #giveUp(): void {
    const seconds = Math.round(this.#options.patienceMs / 1000);
    const message = `no holder has had what is missing for ${seconds} s; what arrived is kept: run the same command again later`;
    this.#end.reject(new CodedError('ERR_FETCH_NO_LIVE_HOLDER', message));
  }
}
