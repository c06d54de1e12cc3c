import type { Layout } from '../../common/layout.ts';
import type { ByteRange } from '../../common/range.ts';
import { Crowd } from './crowd.ts';
import { Deal } from './deal.ts';
import type { FetchEffects } from './effects.ts';
import { Source, type SourceLink } from './source.ts';
import { Work } from './work.ts';

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
  /** in [0, 1); which of the rarest leaves comes first */
  readonly random?: () => number;
}

/** How often `tick` is to be called, ms: a fifth of the shortest silence that counts. */
export const TICK_MS = 50;
/** A holder that lets us wait for so long loses its leaves to those that answer, until it lets us ask, ms. */
const CHOKED_MS = 2000;
/** And if one of those has nothing to do. */
const CHOKED_WHILE_IDLE_MS = 500;
/** How much longer than its delay a holder is kept supplied, ms. */
const MARGIN_MS = 500;
/** And at the very end: what was asked cannot be given to another any more, and this program may be busy so long, ms. */
const LAST_MARGIN_MS = 100;
/** Of the time that is left, the share that may be asked already. */
const MARGIN_SHARE = 0.25;
/** More is asked for when less than this share of the window is under way: many requests then leave together. */
const REFILL_BELOW = 0.75;
/** Blocks that nobody asked for, after which a holder is dropped. */
const MAX_UNASKED = 64;

/**
 * The state of one download: which leaf is owed by which holder, what is under way, what has arrived. It has one
 * owner, who tells it what happened and when; it does no I/O but through links and effects.
 */
export class Fetch {
  readonly #effects: FetchEffects;
  readonly #now: () => number;
  readonly #work: Work;
  readonly #deal: Deal;
  readonly #crowd: Crowd;
  readonly #sources: Source[] = [];
  #paused = false;
  #tickedAt: number | undefined;
  /** how much longer than its delay a holder is kept supplied at present, ms */
  #marginMs = MARGIN_MS;
  /** holders that a limit kept from being asked for more */
  readonly #held = new Set<Source>();

  constructor({ layout, pieceLength, verified, effects, now, random = Math.random }: FetchOptions) {
    this.#effects = effects;
    this.#now = now;
    this.#work = new Work(layout, pieceLength, verified);
    this.#deal = new Deal({
      layout,
      work: this.#work,
      sources: this.#sources,
      effects,
      now,
      rateOf: (source) => this.rateOf(source),
      wake: (source) => this.#keepBusy(source),
    });
    const leaves = layout.leaves.length;
    this.#crowd = new Crowd({ work: this.#work, leaves, sources: this.#sources, random, now });
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
    if (run.length === 0 && this.#deal.planned) this.#deal.upset();
    if (!this.#crowd.active) this.#work.give(source, run, 'back');
    this.#crowd.gained(source);
    return source;
  }

  /** Holders that join from now on begin before it is known who else there is: what they are given is not for good. */
  awaitPlan(): void {
    this.#deal.planned = false;
  }

  /** Leaves that `source` was asked for, or has delivered. */
  begunBy(source: Source): number[] {
    return [...source.delivered, ...source.active];
  }

  /** Now it is known who is there: each gets its share, but for what others have begun; in a crowd nothing is planned. */
  plan(shares: ReadonlyMap<Source, readonly number[]>): void {
    for (const source of this.#sources) this.#work.takeFrom(source, source.queue);
    for (const [source, leaves] of this.#crowd.active ? [] : shares) {
      const free = leaves.filter((leaf) => this.#work.ledger.isFree(leaf));
      if (source.alive) this.#work.give(source, free, 'back');
    }
    this.#deal.planned = true;
    for (const source of this.#sources) this.#keepBusy(source);
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
    this.heard(source);
    source.choking = true;
    source.chokedAt = this.#now();
    if (source.state === 'fetching' || source.state === 'silent') source.state = 'waiting';
    if (forgets) source.planAgain();
    if (this.#crowd.active) this.#work.takeFrom(source, [...source.active, ...source.queue]);
  }

  /** The holder has leaves that it lacked before: `leaves`, or whatever it says that it has. */
  gained(source: Source, leaves?: readonly number[]): void {
    if (this.#crowd.gained(source, leaves)) this.#keepBusy(source);
  }

  /** Others fetch of this holder, too, and were given `leaves`. */
  shared(source: Source, leaves: readonly number[]): void {
    this.#crowd.shared(source, leaves);
    this.#keepBusy(source);
  }

  /** What `store` was given is not used any more: the next leaf may arrive there. */
  giveBack(whole: Uint8Array): void {
    this.#work.ledger.giveBack(whole);
  }

  /** Bytes came from the holder's connection, whatever they were. */
  heard(source: Source): void {
    const owing = source.outstanding.size > 0;
    source.silence.heard(this.#now(), owing);
    if (!owing) this.#speaksAgain(source);
  }

  /** silent -> fetching or waiting: what came is an answer, or none is owed. */
  #speaksAgain(source: Source): void {
    if (source.state === 'silent') source.state = source.choking ? 'waiting' : 'fetching';
  }

  #answered(source: Source): void {
    this.heard(source);
    source.silence.answered(this.#now());
    this.#speaksAgain(source);
  }

  /** A block came; `bytes` is only read. */
  block(source: Source, begin: number, bytes: Uint8Array): void {
    const block = { begin, end: begin + bytes.length };
    if (!source.settle(block)) {
      if (source.wasCancelled(block)) this.#answered(source);
      else this.#unaskedFor(source);
      return;
    }
    this.#answered(source);
    source.meter.add(bytes.length, this.#now());
    for (const { leaf, fileBegin, leafBegin, bytes: count } of this.#work.owedIn(source, block)) {
      const from = fileBegin - begin;
      const stretch = bytes.subarray(from, from + count);
      const { added, whole } = this.#work.ledger.collect(leaf, source.place, leafBegin, stretch);
      source.remaining -= added;
      if (whole !== undefined) this.#finish(source, leaf, whole);
      if (!source.alive) return;
    }
    this.#keepBusy(source);
  }

  /** The holder will not answer this request (BEP 6): it choked us, or it lacks the bytes. */
  rejected(source: Source, block: ByteRange): void {
    this.#answered(source);
    // answers come in the order of requests: one that was taken back comes before the same asked again
    if (source.wasCancelled(block) || !source.settle(block)) return;
    if (source.choking) {
      source.planned.unshift(block);
      return;
    }
    const leaves = this.#work.owedIn(source, block).map(({ leaf }) => leaf);
    for (const leaf of leaves) source.lacks.add(leaf);
    this.#crowd.gained(source, leaves);
    this.#rehome(this.#work.takeFrom(source, leaves), source, 'it lacks them');
    this.#keepBusy(source);
  }

  /** any -> lost: the connection ended. When all has come, nobody is missed who goes. */
  closed(source: Source, reason: string): void {
    if (source.alive && !this.complete) this.#release(source, 'lost', reason);
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

  /** Time passes: looks for holders that fell silent, and for work for idle ones. To be called every `TICK_MS`. */
  tick(): void {
    this.#excuseOurselves();
    for (const source of this.#sources) {
      if (this.#isSilent(source)) this.#fellSilent(source);
      else if (this.#letsUsWait(source)) this.#passOver(source);
    }
    this.#marginMs = Math.max(LAST_MARGIN_MS, Math.min(MARGIN_MS, this.#leftMs * MARGIN_SHARE));
    this.#crowd.tick();
    if (!this.#paused && !this.#crowd.active) this.#deal.level();
    // in a crowd one may have to wait until less is under way from the others
    for (const source of this.#sources) if (source.idle || this.#crowd.active) this.#keepBusy(source);
    // who is held again comes last next time
    for (const source of [...this.#held]) this.#keepBusy(source);
  }

  /** How long the rest takes at the rates of late, ms. */
  get #leftMs(): number {
    const rates = this.#sources
      .filter(({ state }) => state === 'fetching')
      .reduce((sum, source) => sum + this.rateOf(source), 0);
    return rates === 0 ? Number.POSITIVE_INFINITY : (this.#work.size - this.verifiedBytes) / rates;
  }

  /** While this program was held up it heard nobody: that is nobody's silence. */
  #excuseOurselves(): void {
    const now = this.#now();
    const late = now - (this.#tickedAt ?? now) - TICK_MS;
    if (late > TICK_MS) for (const source of this.#sources) source.silence.excuse(late, now);
    this.#tickedAt = now;
  }

  /** Whether it owes an answer for too long while others answer; when nobody does, the fault may well be ours. */
  #isSilent(source: Source): boolean {
    const now = this.#now();
    if (source.state !== 'fetching' || source.outstanding.size === 0 || !source.silence.isLong(now))
      return false;
    return this.#sources.some(
      (other) =>
        other !== source &&
        other.state === 'fetching' &&
        (other.outstanding.size === 0 || other.silence.isShort(now)),
    );
  }

  /** fetching -> silent: others are asked for its leaves; what was asked of it counts if it comes all the same. */
  #fellSilent(source: Source): void {
    source.state = 'silent';
    source.reason = 'it fell silent';
    source.meter.pause();
    this.#deal.upset();
    const unasked = this.#work.takeFrom(source, source.queue);
    if (this.#crowd.active)
      return this.#deal.rehome(
        [...source.active].filter((leaf) => this.#work.ledger.owing(leaf) === 1),
        source,
        source.reason,
      );
    this.#rehome([...unasked, ...source.active], source, source.reason);
  }

  #letsUsWait(source: Source): boolean {
    if (source.state !== 'waiting' || source.idle) return false;
    const others = this.#sources.filter(({ state }) => state === 'fetching');
    const patience = others.some(({ idle }) => idle) ? CHOKED_WHILE_IDLE_MS : CHOKED_MS;
    return others.length > 0 && this.#now() - source.chokedAt > patience;
  }

  #passOver(source: Source): void {
    this.#deal.upset();
    const leaves = this.#work.takeFrom(source, [...source.active, ...source.queue]);
    this.#rehome(leaves, source, 'it lets us wait');
  }

  #release(source: Source, state: 'lost' | 'banned', reason: string): void {
    source.state = state;
    source.reason = reason;
    source.meter.pause();
    this.#crowd.lost(source);
    this.#deal.upset();
    this.#rehome(this.#work.takeAll(source), source, reason);
  }

  /** Finds holders for those of `leaves` that nobody delivers; in a crowd they find leaves. */
  #rehome(leaves: readonly number[], from: Source, why: string): void {
    if (this.#crowd.active) return;
    const others = this.#sources.filter((source) => source !== from && source.usable);
    const { ledger } = this.#work;
    const orphaned = leaves.filter(
      (leaf) => !ledger.isVerified(leaf) && !others.some(({ place }) => ledger.owes(leaf, place)),
    );
    this.#deal.rehome(orphaned, from, why);
  }

  #finish(source: Source, leaf: number, bytes: Uint8Array): void {
    if (!this.#effects.isRight(leaf, bytes)) {
      this.giveBack(bytes);
      return this.#ban(source, leaf);
    }
    if (this.#work.settle(source, leaf)) {
      // first it is taken from all, then they look for work: nobody is asked for it again
      const others = this.#sources.filter((other) => this.#work.takeFrom(other, [leaf]).length > 0);
      for (const other of others) this.#keepBusy(other);
    }
    source.verifiedBytes += bytes.length;
    source.delivered.push(leaf);
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
    const now = this.#now();
    if (this.#crowd.active) this.#raceAtTheEnd(source);
    else if (source.idle || source.seeksWork(now)) this.#deal.findWork(source);
    const window = this.#crowd.active ? this.#crowd.window(source) : source.window(now, this.#marginMs);
    if (source.outstandingBytes > window * REFILL_BELOW) return;
    while (
      !source.link.held &&
      source.outstandingBytes < window &&
      source.outstanding.size < source.link.maxRequests
    ) {
      const block = this.#nextRequest(source);
      if (block === undefined) break;
      source.send(block, now);
    }
    this.#held.delete(source);
    if (source.link.held && source.alive) this.#held.add(source);
    if (source.idle) source.meter.pause();
    if (this.#crowd.active) this.#crowd.tellInterest(source);
  }

  #nextRequest(source: Source): ByteRange | undefined {
    const block = this.#work.nextRequest(source);
    if (block !== undefined || !this.#crowd.active) return block;
    this.#work.give(source, this.#crowd.pull(source), 'back');
    return this.#work.nextRequest(source);
  }

  /** When nothing is left that nobody was asked for, an idle holder races another. */
  #raceAtTheEnd(source: Source): void {
    if (source.idle && !this.#work.ledger.hasFree) this.#deal.race(source);
  }
}
