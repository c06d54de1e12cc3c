import type { Layout } from '../../common/layout.ts';
import type { ByteRange } from '../../common/range.ts';
import { assignLeaves, chooseTakeOver, farEnd, publishedWeights } from '../assign/assign.ts';
import { Ledger } from './ledger.ts';
import { requestPlan } from './request-plan.ts';
import { Source, type SourceLink } from './source.ts';
import { SpanIndex } from './span-index.ts';

/** What the engine does to the world. */
export interface FetchEffects {
  /** whether these are the bytes of the leaf */
  isRight(leaf: number, bytes: Uint8Array): boolean;
  /** keeps a verified leaf; the engine goes on meanwhile */
  store(leaf: number, bytes: Uint8Array): void;
  takenOver(change: { from: string; by: string; bytes: number; why: string }): void;
  banned(source: Source, reason: string): void;
}

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

/** Leaves are turned into requests this many bytes at a time, so that spans which touch become one request. */
const BATCH_BYTES = 1024 * 1024;
/** A holder from which nothing came for so long, or four times its delay, has fallen silent, ms. */
const SILENT_MS = 2000;
/** Blocks that nobody asked for, after which a holder is dropped. */
const MAX_UNASKED = 64;

/**
 * The state of one download: which leaf is owed by which holder, what is under way, what has arrived. It has one
 * owner, who tells it what happened and when; it does no I/O but through links and effects.
 */
export class Fetch {
  readonly #layout: Layout;
  readonly #pieceLength: number;
  readonly #effects: FetchEffects;
  readonly #now: () => number;
  readonly #ledger: Ledger;
  readonly #index: SpanIndex;
  readonly #sources: Source[] = [];

  constructor({ layout, pieceLength, verified, effects, now }: FetchOptions) {
    this.#layout = layout;
    this.#pieceLength = pieceLength;
    this.#effects = effects;
    this.#now = now;
    this.#ledger = new Ledger(layout, verified);
    this.#index = new SpanIndex(layout);
  }

  get complete(): boolean {
    return this.#ledger.complete;
  }

  get verifiedBytes(): number {
    return this.#ledger.verifiedBytes;
  }

  /** Every holder that was ever part of the download, in the order in which they came. */
  get sources(): readonly Source[] {
    return this.#sources;
  }

  /** Leaves that are not verified and that nobody owes, ascending. */
  free(): number[] {
    return this.#ledger.free();
  }

  isVerified(leaf: number): boolean {
    return this.#ledger.isVerified(leaf);
  }

  /** Bytes/ms of late, from `source`. */
  rateOf(source: Source): number {
    return source.meter.rate(source.idle ? 0 : this.#now());
  }

  /** A holder joins, with `run` as its first work (leaves that are still free). */
  join(link: SourceLink, run: readonly number[]): Source {
    const source = new Source(link, this.#now());
    this.#sources.push(source);
    this.#give(
      source,
      run.filter((leaf) => !this.#ledger.isVerified(leaf)),
      'back',
    );
    return source;
  }

  /** waiting -> fetching: the holder lets us ask. */
  unchoked(source: Source): void {
    this.#heard(source);
    if (!source.alive) return;
    source.choking = false;
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
    if (!forgets) return;
    source.planned.unshift(...source.outstanding.values());
    source.outstanding.clear();
    source.outstandingBytes = 0;
  }

  /** The holder has leaves that it lacked before. */
  gained(source: Source): void {
    if (source.state === 'fetching') this.#keepBusy(source);
  }

  /** A block came; `bytes` is only read. */
  block(source: Source, begin: number, bytes: Uint8Array): void {
    const block = { begin, end: begin + bytes.length };
    const now = this.#now();
    this.#heard(source);
    if (!source.settle(block)) return source.wasCancelled(block) ? undefined : this.#unaskedFor(source);

    source.meter.add(bytes.length, now);
    for (const { leaf, fileBegin, leafBegin, bytes: count } of this.#index.stretches(block)) {
      if (!this.#ledger.owes(leaf, this.#placeOf(source))) continue;
      const from = fileBegin - begin;
      const { added, whole } = this.#ledger.collect(leaf, leafBegin, bytes.subarray(from, from + count));
      source.remaining -= added;
      if (whole !== undefined) this.#finish(source, leaf, whole);
      if (!source.alive) return;
    }
    this.#keepBusy(source);
  }

  /** The holder will not answer this request (BEP 6): it choked us, or it lacks the bytes. */
  rejected(source: Source, block: ByteRange): void {
    this.#heard(source);
    if (!source.settle(block)) return void source.wasCancelled(block);
    if (source.state === 'waiting') {
      source.planned.unshift(block);
      return;
    }
    const place = this.#placeOf(source);
    const owed = this.#index.stretches(block).filter(({ leaf }) => this.#ledger.owes(leaf, place));
    for (const { leaf } of owed) source.lacks.add(leaf);
    this.#rehome(
      this.#takeFrom(
        source,
        owed.map(({ leaf }) => leaf),
      ),
      source,
      'it lacks them',
    );
    this.#keepBusy(source);
  }

  /** any -> lost: the connection ended. */
  closed(source: Source, reason: string): void {
    if (source.alive) this.#release(source, 'lost', reason);
  }

  /** Time passes: looks for holders that fell silent. Called a few times a second. */
  tick(): void {
    const now = this.#now();
    for (const source of this.#sources) {
      const deadline = Math.max(SILENT_MS, 4 * source.link.latencyMs);
      if (source.usable && !source.idle && now - source.lastHeardAt > deadline) this.#fellSilent(source);
    }
    for (const source of this.#sources) {
      if (source.state === 'fetching' && source.idle) this.#keepBusy(source);
    }
  }

  /** Bytes came from the holder's connection, whatever they were: it is not silent. */
  heard(source: Source): void {
    this.#heard(source);
  }

  #heard(source: Source): void {
    source.lastHeardAt = this.#now();
    if (source.state === 'silent') source.state = source.choking ? 'waiting' : 'fetching';
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
    const leaves = source.drop();
    for (const leaf of leaves) this.#ledger.take(leaf);
    this.#rehome(leaves, source, reason);
  }

  #finish(source: Source, leaf: number, bytes: Uint8Array): void {
    source.active.delete(leaf);
    if (!this.#effects.isRight(leaf, bytes)) return this.#ban(source, leaf);
    this.#ledger.verify(leaf);
    source.verifiedBytes += bytes.length;
    source.delivered.push(leaf);
    this.#effects.store(leaf, bytes);
  }

  /** any -> banned: all bytes of a leaf come from one holder, so it is known who sent them wrong. */
  #ban(source: Source, leaf: number): void {
    const reason = `it sent wrong bytes in leaf ${leaf}`;
    source.active.add(leaf);
    this.#release(source, 'banned', reason);
    source.link.close(reason);
    this.#effects.banned(source, reason);
  }

  #unaskedFor(source: Source): void {
    source.unasked++;
    if (source.unasked <= MAX_UNASKED || !source.alive) return;
    this.#release(source, 'lost', 'it sent what nobody asked for');
    source.link.close(source.reason);
  }

  /** Sends requests until enough is under way; a holder without work takes some over. */
  #keepBusy(source: Source): void {
    if (source.state !== 'fetching') return;
    if (source.idle) this.#findWork(source);
    const window = source.window(this.#now());
    while (source.outstandingBytes < window && source.outstanding.size < source.link.maxRequests) {
      const block = source.planned.shift() ?? this.#planMore(source);
      if (block === undefined) break;
      if (this.#stillOwed(source, block)) source.send(block);
    }
    if (source.idle) source.meter.pause();
  }

  #planMore(source: Source): ByteRange | undefined {
    const batch: number[] = [];
    let bytes = 0;
    while (bytes < BATCH_BYTES && source.queue.length > 0) {
      const leaf = source.queue.shift() ?? 0;
      batch.push(leaf);
      source.active.add(leaf);
      bytes += this.#ledger.bytesOf(leaf);
    }
    source.planned = requestPlan(this.#layout, batch, this.#pieceLength);
    return source.planned.shift();
  }

  #stillOwed(source: Source, block: ByteRange): boolean {
    const place = this.#placeOf(source);
    return this.#index.stretches(block).some(({ leaf }) => this.#ledger.owes(leaf, place));
  }

  /** Work for a holder that has none: what nobody owes, else half of what a slower one owes. */
  #findWork(idle: Source): void {
    const free = this.#ledger.hasFree ? this.#ledger.free().filter((leaf) => idle.has(leaf)) : [];
    if (free.length > 0) return this.#give(idle, free, 'back');

    const busy = this.#sources.filter((source) => source !== idle && source.usable && source.remaining > 0);
    const victim = chooseTakeOver(
      this.#workerOf(idle),
      busy.map((source) => this.#workerOf(source)),
    );
    if (victim !== undefined) this.#takeOver(idle, victim.source);
  }

  #takeOver(idle: Source, victim: Source): void {
    const untouched = [...victim.active, ...victim.queue].filter((leaf) => this.#ledger.received(leaf) === 0);
    const takeable = untouched.filter((leaf) => idle.has(leaf));
    // of one that is new nothing is known: a little shows what it can do
    const bytes =
      this.rateOf(idle) === 0 ? Math.min(victim.remaining / 2, BATCH_BYTES) : victim.remaining / 2;
    const leaves = farEnd(takeable, bytes, (leaf) => this.#ledger.bytesOf(leaf));
    if (leaves.length === 0) return;
    const taken = this.#takeFrom(victim, leaves);
    this.#give(idle, taken, 'back');
    this.#tellTakenOver(victim, idle, taken, 'it is quicker');
  }

  /** Takes leaves from a holder that goes on, and cancels what was asked only for them. */
  #takeFrom(source: Source, leaves: readonly number[]): number[] {
    const place = this.#placeOf(source);
    const taken = new Set(leaves.filter((leaf) => this.#ledger.owes(leaf, place)));
    for (const leaf of taken) {
      source.active.delete(leaf);
      source.remaining -= this.#ledger.bytesOf(leaf) - this.#ledger.take(leaf);
    }
    source.queue = source.queue.filter((leaf) => !taken.has(leaf));
    for (const block of [...source.outstanding.values()]) {
      if (this.#stillOwed(source, block)) continue;
      source.cancel(block);
    }
    return [...taken];
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
    const runs = assignLeaves(
      this.#layout,
      [...leaves].sort((a, b) => a - b),
      candidates,
    );
    for (const [place, run] of runs.entries()) {
      const source = others[place];
      if (source === undefined || run.length === 0) continue;
      this.#give(source, run, 'front');
      this.#tellTakenOver(from, source, run, why);
      this.#keepBusy(source);
    }
  }

  #tellTakenOver(from: Source, by: Source, leaves: readonly number[], why: string): void {
    const bytes = leaves.reduce((sum, leaf) => sum + this.#ledger.bytesOf(leaf), 0);
    this.#effects.takenOver({ from: from.link.address, by: by.link.address, bytes, why });
  }

  #give(source: Source, leaves: readonly number[], where: 'front' | 'back'): void {
    const place = this.#placeOf(source);
    for (const leaf of leaves) {
      this.#ledger.give(leaf, place);
      source.remaining += this.#ledger.bytesOf(leaf);
    }
    if (source.idle) source.lastHeardAt = this.#now();
    source.queue = where === 'front' ? [...leaves, ...source.queue] : [...source.queue, ...leaves];
  }

  #workerOf(source: Source): { source: Source; rate: number; latencyMs: number; remaining: number } {
    const { remaining, link } = source;
    return { source, rate: this.rateOf(source), latencyMs: link.latencyMs, remaining };
  }

  #placeOf(source: Source): number {
    return this.#sources.indexOf(source);
  }
}
