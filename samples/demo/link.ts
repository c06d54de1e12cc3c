import type { Readable, Writable } from 'node:stream';

/** Bytes sent in one go: small enough that a slow line flows instead of jumping. */
const PACKET_BYTES = 16 * 1024;
/** What a line stores before it holds the sender back, ms of its rate: as a home router does. */
const QUEUE_MS = 50;

/** A piece of a row of bytes; without `bytes` it is the end. */
interface Packet {
  readonly bytes?: Uint8Array;
  /** ms of `performance.now()` */
  readonly dueAt: number;
}

/**
 * One direction of an access line: carries bytes at `rate` and delivers them `delayMs` later, in order. All rows of
 * bytes that it carries share the rate; whoever sends first goes first.
 */
export class Link {
  readonly #delayMs: number;
  /** bytes/ms */
  readonly #rate: number;
  /** when the line has sent all that it was given, ms of `performance.now()` */
  #freeAt = 0;

  constructor(delayMs: number, rate: number) {
    this.#delayMs = delayMs;
    this.#rate = rate;
  }

  /** Carries everything that `source` gives to `target`, and then its end. */
  carry(source: Readable, target: Writable): void {
    new Row(this, source, target);
  }

  /** Takes `count` bytes on; returns when they arrive at the other end. */
  send(count: number): number {
    this.#freeAt = Math.max(this.#freeAt, performance.now()) + count / this.#rate;
    return this.#freeAt + this.#delayMs;
  }

  /** How long a sender should wait for the queue to be short again, ms. */
  get congestionMs(): number {
    return Math.max(0, this.#freeAt - performance.now() - QUEUE_MS);
  }
}

/** Bytes on their way over a link from one stream to another. */
class Row {
  readonly #link: Link;
  readonly #source: Readable;
  readonly #target: Writable;
  readonly #packets: Packet[] = [];
  #arrival: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;
  /** the target's own buffer is full */
  #blocked: boolean;

  constructor(link: Link, source: Readable, target: Writable) {
    this.#link = link;
    this.#source = source;
    this.#target = target;
    this.#blocked = false;
    source.on('data', (chunk: Uint8Array) => this.#take(chunk));
    source.on('end', () => this.#enqueue({ dueAt: link.send(0) }));
    target.on('drain', () => this.#drained());
    target.on('close', () => this.#stop());
  }

  #take(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += PACKET_BYTES) {
      const bytes = chunk.subarray(at, at + PACKET_BYTES);
      this.#enqueue({ bytes, dueAt: this.#link.send(bytes.length) });
    }
    this.#hold();
  }

  #enqueue(packet: Packet): void {
    this.#packets.push(packet);
    if (this.#arrival === undefined) this.#deliver();
  }

  #deliver(): void {
    this.#arrival = undefined;
    for (let next = this.#packets[0]; next !== undefined && !this.#blocked; next = this.#packets[0]) {
      const waitMs = next.dueAt - performance.now();
      if (waitMs > 0) {
        this.#arrival = setTimeout(() => this.#deliver(), waitMs);
        return;
      }
      this.#packets.shift();
      if (next.bytes === undefined) this.#target.end();
      else this.#blocked = !this.#target.write(next.bytes);
    }
  }

  #drained(): void {
    this.#blocked = false;
    if (this.#arrival === undefined) this.#deliver();
    this.#hold();
  }

  /** Lets the source go on only when the line has room and the target takes what comes. */
  #hold(): void {
    clearTimeout(this.#patience);
    const waitMs = this.#link.congestionMs;
    if (!this.#blocked && waitMs === 0) {
      this.#source.resume();
      return;
    }
    this.#source.pause();
    if (!this.#blocked) this.#patience = setTimeout(() => this.#hold(), waitMs);
  }

  #stop(): void {
    clearTimeout(this.#arrival);
    clearTimeout(this.#patience);
  }
}
