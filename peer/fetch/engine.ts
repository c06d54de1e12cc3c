import type { Layout } from '../../common/layout.ts';
import type { ByteRange } from '../../common/range.ts';
import { assignLeaves, chooseTakeOver, farEnd, publishedWeights, type Worker } from '../assign/assign.ts';
import type { FetchEffects } from './effects.ts';
import { Source, type SourceLink } from './source.ts';
import { BATCH_BYTES, Work } from './work.ts';

/** What a download starts from. */
export interface FetchOptions {
  readonly layout: Layout;
  /** bytes, of the info dictionary: a request lies within one piece */
  readonly pieceLength: number;
  /** leaves that are on disk already */
  readonly verified: Iterable<number>;
  readonly effects: FetchEffects;
  /** ms; only differences count */
  readonly now: () => number;
}

/** A holder from which nothing came for so long, or four times its delay, has fallen silent, ms. */
const SILENT_MS = 2000;
/** More is asked for when less than this share of the window is under way: many requests then leave together. */
const REFILL_BELOW = 0.75;
/** Blocks that nobody asked for, after which a holder is dropped. */
const MAX_UNASKED = 64;

/**
 * The state of one download: which leaf is owed by which holder, what is under way, what has arrived. It has one
 * owner, who tells it what happened and when; it does no I/O but through links and effects.
 */
export class Fetch {
  readonly #layout: Layout;
  readonly #effects: FetchEffects;
  readonly #now: () => number;
  readonly #work: Work;
  readonly #sources: Source[] = [];
  #paused = false;

  constructor({ layout, pieceLength, verified, effects, now }: FetchOptions) {
    this.#layout = layout;
    this.#effects = effects;
    this.#now = now;
    this.#work = new Work(layout, pieceLength, verified);
  }

  get complete(): boolean {
    return this.#work.ledger.complete;
  }

  get verifiedBytes(): number {
    return this.#work.ledger.verifiedBytes;
  }

  /** Every holder that was ever part of the download, in the order in which they came. */
  get sources(): readonly Source[] {
    return this.#sources;
  }

  /** Leaves that are not verified and that nobody owes, ascending. */
  free(): number[] {
    return this.#work.ledger.free();
  }

  /** Bytes/ms of late, from `source`. */
  rateOf(source: Source): number {
    return source.meter.rate(source.idle ? 0 : this.#now());
  }

  /** A holder joins, with `run` as its first work (leaves that are still free). */
  join(link: SourceLink, run: readonly number[]): Source {
    const source = new Source(link, this.#sources.length, this.#now());
    this.#sources.push(source);
    this.#work.give(source, run, 'back');
    return source;
  }

  /** waiting -> fetching: the holder lets us ask. */
  unchoked(source: Source): void {
    source.choking = false;
    this.heard(source);
    if (!source.alive) return;
    source.state = 'fetching';
    this.#keepBusy(source);
  }

  /**
   * fetching -> waiting: the holder stops answering.
   *
   * @param forgets whether requests under way are void without a word (no BEP 6), to be asked again
   */
  choked(source: Source, forgets: boolean): void {
    source.choking = true;
    if (source.state === 'fetching') source.state = 'waiting';
    if (forgets) source.planAgain();
  }

  /** The holder has leaves that it lacked before. */
  gained(source: Source): void {
    this.#keepBusy(source);
  }

  /** silent -> fetching or waiting: bytes came from the holder's connection, whatever they were. */
  heard(source: Source): void {
    source.lastHeardAt = this.#now();
    if (source.state === 'silent') source.state = source.choking ? 'waiting' : 'fetching';
  }

  /** A block came; `bytes` is only read. */
  block(source: Source, begin: number, bytes: Uint8Array): void {
    const block = { begin, end: begin + bytes.length };
    this.heard(source);
    if (!source.settle(block)) {
      if (!source.wasCancelled(block)) this.#unaskedFor(source);
      return;
    }
    source.meter.add(bytes.length, this.#now());
    for (const { leaf, fileBegin, leafBegin, bytes: count } of this.#work.owedIn(source, block)) {
      const from = fileBegin - begin;
      const stretch = bytes.subarray(from, from + count);
      const { added, whole } = this.#work.ledger.collect(leaf, leafBegin, stretch);
      source.remaining -= added;
      if (whole !== undefined) this.#finish(source, leaf, whole);
      if (!source.alive) return;
    }
    this.#keepBusy(source);
  }

  /** The holder will not answer this request (BEP 6): it choked us, or it lacks the bytes. */
  rejected(source: Source, block: ByteRange): void {
    this.heard(source);
    if (!source.settle(block)) {
      source.wasCancelled(block);
      return;
    }
    if (source.choking) {
      source.planned.unshift(block);
      return;
    }
    const leaves = this.#work.owedIn(source, block).map(({ leaf }) => leaf);
    for (const leaf of leaves) source.lacks.add(leaf);
    this.#rehome(this.#work.takeFrom(source, leaves), source, 'it lacks them');
    this.#keepBusy(source);
  }

  /** any -> lost: the connection ended. */
  closed(source: Source, reason: string): void {
    if (source.alive) this.#release(source, 'lost', reason);
  }

  /** What came cannot be kept as fast as it comes: nothing more is asked for until `resume`. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    for (const source of this.#sources) this.#keepBusy(source);
  }

  /** Time passes: looks for holders that fell silent, and for work for idle ones. Called a few times a second. */
  tick(): void {
    for (const source of this.#sources) if (this.#isSilent(source)) this.#fellSilent(source);
    for (const source of this.#sources) if (source.idle) this.#keepBusy(source);
  }

  #isSilent(source: Source): boolean {
    const deadline = Math.max(SILENT_MS, 4 * source.link.latencyMs);
    const owesAnswer = source.outstanding.size > 0 || (source.choking && !source.idle);
    return source.usable && owesAnswer && this.#now() - source.lastHeardAt > deadline;
  }

  /** fetching -> silent: its leaves go to others, if there are others. */
  #fellSilent(source: Source): void {
    if (!this.#sources.some((other) => other !== source && other.usable)) return;
    for (const block of [...source.outstanding.values()]) source.cancel(block);
    this.#release(source, 'silent', 'it fell silent');
  }

  #release(source: Source, state: 'silent' | 'lost' | 'banned', reason: string): void {
    source.state = state;
    source.reason = reason;
    source.meter.pause();
    this.#rehome(this.#work.takeAll(source), source, reason);
  }

  #finish(source: Source, leaf: number, bytes: Uint8Array): void {
    if (!this.#effects.isRight(leaf, bytes)) return this.#ban(source, leaf);
    source.active.delete(leaf);
    this.#work.ledger.verify(leaf);
    source.verifiedBytes += bytes.length;
    this.#effects.store(leaf, bytes);
  }

  /** any -> banned: all bytes of a leaf come from one holder, so it is known who sent them wrong. */
  #ban(source: Source, leaf: number): void {
    const reason = `it sent wrong bytes in leaf ${leaf}`;
    this.#release(source, 'banned', reason);
    source.link.close(reason);
    this.#effects.banned(source, leaf);
  }

  #unaskedFor(source: Source): void {
    source.unasked++;
    if (source.unasked <= MAX_UNASKED || !source.alive) return;
    this.#release(source, 'lost', 'it sent what nobody asked for');
    source.link.close(source.reason);
  }

  /** Sends requests until enough is under way; a holder without work takes some over. */
  #keepBusy(source: Source): void {
    if (source.state !== 'fetching' || this.#paused) return;
    if (source.idle) this.#findWork(source);
    const window = source.window(this.#now());
    if (source.outstandingBytes > window * REFILL_BELOW) return;
    // who was asked nothing could not answer: silence counts from the first question on
    if (source.outstanding.size === 0) source.lastHeardAt = this.#now();
    while (source.outstandingBytes < window && source.outstanding.size < source.link.maxRequests) {
      const block = this.#work.nextRequest(source);
      if (block === undefined) break;
      source.send(block);
    }
    if (source.idle) source.meter.pause();
  }

  /** Work for a holder that has none: what nobody owes, else some of what a slower one owes. */
  #findWork(idle: Source): void {
    const free = this.#work.ledger.hasFree ? this.free().filter((leaf) => idle.has(leaf)) : [];
    if (free.length > 0) return this.#give(idle, free, 'back');

    const busy = this.#sources.filter((source) => source !== idle && source.usable);
    const victim = chooseTakeOver(
      this.#asWorker(idle),
      busy.map((source) => this.#asWorker(source)),
    );
    if (victim !== undefined) this.#takeOver(idle, victim.source);
  }

  #takeOver(idle: Source, victim: Source): void {
    const half = victim.remaining / 2;
    // of one that is new nothing is known: a little shows what it can do
    const bytes = this.rateOf(idle) === 0 ? Math.min(half, BATCH_BYTES) : half;
    const leaves = farEnd(this.#work.takeable(victim, idle), bytes, (leaf) =>
      this.#work.ledger.bytesOf(leaf),
    );
    if (leaves.length === 0) return;
    this.#give(idle, this.#work.takeFrom(victim, leaves), 'back');
    this.#tellTakenOver(victim, idle, leaves, 'it is quicker');
  }

  /** Gives leaves that lost their holder to the others at once, by what each is known to achieve. */
  #rehome(leaves: readonly number[], from: Source, why: string): void {
    const others = this.#sources.filter((source) => source !== from && source.usable);
    if (others.length === 0 || leaves.length === 0) return;
    const rates = others.map((source) => this.rateOf(source));
    const shares = rates.every((rate) => rate > 0) ? rates : publishedWeights(others.length);
    const candidates = others.map((source, place) => ({
      weight: shares[place] ?? 1,
      has: (leaf: number) => source.has(leaf),
    }));
    const ascending = [...leaves].sort((a, b) => a - b);
    for (const [place, run] of assignLeaves(this.#layout, ascending, candidates).entries()) {
      const source = others[place];
      if (source === undefined || run.length === 0) continue;
      this.#give(source, run, 'front');
      this.#tellTakenOver(from, source, run, why);
      this.#keepBusy(source);
    }
  }

  #give(source: Source, leaves: readonly number[], where: 'front' | 'back'): void {
    if (source.idle) source.lastHeardAt = this.#now();
    this.#work.give(source, leaves, where);
  }

  #tellTakenOver(from: Source, by: Source, leaves: readonly number[], why: string): void {
    const bytes = this.#work.bytesOf(leaves);
    this.#effects.takenOver({ from: from.link.address, by: by.link.address, bytes, why });
  }

  #asWorker(source: Source): Worker & { source: Source } {
    const { remaining, link } = source;
    const busyMs = source.meter.busyMs(this.#now());
    return { source, rate: this.rateOf(source), busyMs, latencyMs: link.latencyMs, remaining };
  }
}
