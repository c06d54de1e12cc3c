import { type ByteRange, lengthOf } from '../../common/range.ts';
import { RateMeter } from './rate-meter.ts';
import { Silence } from './silence.ts';

/** A connection to a holder, as the fetch engine needs it. */
export interface SourceLink {
  readonly address: string;
  /** 40 hexadecimal digits of the peer id */
  readonly remoteId: string;
  /** ms, by which the holder was ranked */
  readonly latencyMs: number;
  /** bytes/ms that it achieved another time; `undefined` if nothing is known */
  readonly rememberedRate?: number | undefined;
  /** requests that it takes at one time (`reqq` of BEP 10) */
  readonly maxRequests: number;
  /** whether a limit keeps us from asking it at the moment */
  readonly held?: boolean;
  /** whether it has everything, as far as it said */
  readonly complete: boolean;
  has(leaf: number): boolean;
  /** tells it whether there is anything to ask it for */
  interest(wanted: boolean): void;
  request(block: ByteRange): void;
  cancel(block: ByteRange): void;
  /** ends the connection */
  close(reason: string): void;
}

/**
 * What a holder is to a download.
 *
 *     waiting -> fetching   it lets us ask (unchoke)
 *     fetching -> waiting   it chokes us
 *     fetching -> silent    nothing came for so long that its leaves were asked of others, too
 *     silent -> fetching    it answered again
 *     any -> lost, banned   for good
 */
export type SourceState = 'waiting' | 'fetching' | 'silent' | 'lost' | 'banned';

/** Requests to a holder that nothing is known of yet, bytes: a leaf, what a line of 25 Mbit/s sends in 80 ms. */
const FIRST_WINDOW = 256 * 1024;
/** Four blocks: below that a holder waits for us between them. */
const MIN_WINDOW = 64 * 1024;
/** More than this is never under way to one holder, bytes: it bounds memory. */
const MAX_WINDOW = 16 * 1024 * 1024;
const SEEK_EVERY_MS = 10;

/** One holder at work: what it was given, asked, and has delivered. */
export class Source {
  readonly link: SourceLink;
  /** among all that were ever part of the download, from 0 */
  readonly place: number;
  readonly meter = new RateMeter();
  state: SourceState = 'waiting';
  /** whether it does not let us ask at present */
  choking = true;
  /** since when, ms */
  chokedAt: number;
  /** why it is lost, banned or silent */
  reason = '';
  /** leaves given to it of which nothing was asked yet, in the order of the run */
  queue: number[] = [];
  /** leaves asked or about to be asked, unfinished, in the order of the run */
  readonly active = new Set<number>();
  /** requests planned, not sent */
  planned: ByteRange[] = [];
  /** requests sent, by where they begin */
  readonly outstanding = new Map<number, ByteRange>();
  outstandingBytes = 0;
  /** bytes of its leaves that have not arrived */
  remaining = 0;
  /** bytes that it delivered and that verified */
  verifiedBytes = 0;
  /** leaves that came from it first, and right */
  readonly delivered: number[] = [];
  /** leaves that it rejected though it seemed to have them */
  readonly lacks = new Set<number>();
  /** when it was last heard, in whatever words, or first asked after a pause */
  readonly silence: Silence;
  /** when it told that others were given leaves, ms; `undefined` while it told of no others */
  given: Map<number, number> | undefined;
  /** blocks that came and that nobody had asked for */
  unasked = 0;
  /** requests that were cancelled and may still be answered */
  #soughtAt = Number.NEGATIVE_INFINITY;
  readonly #cancelled = new Set<number>();

  constructor(link: SourceLink, place: number, now: number) {
    this.link = link;
    this.place = place;
    this.chokedAt = now;
    this.silence = new Silence(link.latencyMs, now);
  }

  get alive(): boolean {
    return this.state !== 'lost' && this.state !== 'banned';
  }

  /** Whether new work may go to it. */
  get usable(): boolean {
    return this.state === 'fetching' || this.state === 'waiting';
  }

  get idle(): boolean {
    return this.queue.length === 0 && this.active.size === 0;
  }

  has(leaf: number): boolean {
    return !this.lacks.has(leaf) && this.link.has(leaf);
  }

  /**
   * Whether all that it owes was asked, and less of it is under way than comes during its delay: then it is time for
   * more. It says so a hundred times a second at most.
   */
  seeksWork(now: number): boolean {
    if (this.queue.length > 0 || this.planned.length > 0 || now - this.#soughtAt < SEEK_EVERY_MS)
      return false;
    if (this.outstandingBytes > this.meter.rate(now) * this.link.latencyMs) return false;
    this.#soughtAt = now;
    return true;
  }

  /** How many bytes should be under way: what it sends during its delay and `marginMs`. */
  window(now: number, marginMs: number): number {
    const rate = this.meter.rate(now);
    return rate === 0 ? FIRST_WINDOW : this.windowFor(rate, marginMs);
  }

  /** How many bytes should be under way at `rate`, bytes/ms, so that it is kept supplied for its delay and `marginMs`. */
  windowFor(rate: number, marginMs: number): number {
    return Math.min(MAX_WINDOW, Math.max(MIN_WINDOW, rate * (this.link.latencyMs + marginMs)));
  }

  send(block: ByteRange, now: number): void {
    if (this.outstanding.size === 0) this.silence.asked(now);
    this.outstanding.set(block.begin, block);
    this.outstandingBytes += lengthOf(block);
    this.link.request(block);
  }

  /** Takes a request back; an answer may be on its way all the same. */
  cancel(block: ByteRange): void {
    if (!this.settle(block)) return;
    this.#cancelled.add(block.begin);
    this.link.cancel(block);
  }

  /** Whether `block` answers a request that was taken back; each does so once. */
  wasCancelled(block: ByteRange): boolean {
    return this.#cancelled.delete(block.begin);
  }

  /** Takes note that `block` is no longer under way; false if it was not. */
  settle(block: ByteRange): boolean {
    const asked = this.outstanding.get(block.begin);
    if (asked === undefined || asked.end !== block.end) return false;
    this.outstanding.delete(block.begin);
    this.outstandingBytes -= lengthOf(block);
    return true;
  }

  /** What is under way will not be answered: it is to be asked again. */
  planAgain(): void {
    this.planned.unshift(...this.outstanding.values());
    this.outstanding.clear();
    this.outstandingBytes = 0;
  }

  /** Forgets all it was asked and given; what it delivered stays. */
  drop(): number[] {
    const leaves = [...this.active, ...this.queue];
    this.queue = [];
    this.active.clear();
    this.planned = [];
    this.remaining = 0;
    this.outstanding.clear();
    this.outstandingBytes = 0;
    return leaves;
  }
}
