import { concatBytes } from '../../common/bytes.ts';
import type { ByteChannel, ChannelEvents } from '../../peer/swarm/channel.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** How a host is connected to the invented network. */
export interface Access {
  /** bytes/ms */
  readonly up: number;
  readonly down: number;
  /** of its own line, one way, ms */
  readonly delayMs: number;
  /** share of what it sends that has to be sent again */
  readonly loss?: number;
}

/** What lines carry beside the bytes, as TCP over IP with 1500 bytes a packet. */
const OVERHEAD = 1500 / 1448;
/** Bytes that one connection sends before it is another's turn. */
const QUANTUM = 16 * 1024;
/** What the system takes of a program before it says that there is no more room, bytes. */
const SEND_BUFFER = 256 * 1024;
/** How full a line's queue may get, ms of its rate: it bounds what is under way over one connection. */
const QUEUE_MS = 50;
const MIN_WINDOW = 64 * 1024;
/** After how long what was lost is sent again, in round trips. */
const RESENT_AFTER = 1.5;

/** One host: its line is shared by all of its connections, a turn for each. */
export class VirtualHost {
  readonly access: Access;
  readonly #clock: VirtualClock;
  readonly #random: () => number;
  readonly #ends: VirtualEnd[] = [];
  #sending = false;
  #downFreeAt = 0;
  /** from this moment on nothing comes from it or to it */
  silentFrom = Number.POSITIVE_INFINITY;

  constructor(clock: VirtualClock, access: Access, random: () => number) {
    this.#clock = clock;
    this.access = access;
    this.#random = random;
  }

  /** Two ends of a connection to `other`. */
  connect(other: VirtualHost, here: string, there: string): { near: VirtualEnd; far: VirtualEnd } {
    const near = new VirtualEnd(this.#clock, this, other, there);
    const far = new VirtualEnd(this.#clock, other, this, here);
    near.peer = far;
    far.peer = near;
    this.#ends.push(near);
    other.#ends.push(far);
    return { near, far };
  }

  /** Sends what waits, one connection after the other. */
  pump(): void {
    if (this.#sending) return;
    const at = this.#ends.findIndex((end) => end.ready);
    const [end] = at < 0 ? [] : this.#ends.splice(at, 1);
    if (end === undefined) return;
    this.#ends.push(end);
    this.#sending = true;
    const chunks = end.take(QUANTUM);
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    this.#clock.at(this.#clock.now + (bytes * OVERHEAD) / this.access.up, () => {
      this.#sending = false;
      end.travels(chunks, bytes, this.#random() < (this.access.loss ?? 0) ? RESENT_AFTER : 0);
      this.pump();
    });
  }

  /** When `bytes` that arrive now have come down its line. */
  received(bytes: number): number {
    this.#downFreeAt = Math.max(this.#downFreeAt, this.#clock.now) + (bytes * OVERHEAD) / this.access.down;
    return this.#downFreeAt;
  }

  get silent(): boolean {
    return this.#clock.now >= this.silentFrom;
  }

  forget(end: VirtualEnd): void {
    const at = this.#ends.indexOf(end);
    if (at >= 0) this.#ends.splice(at, 1);
  }
}

/** One end of a connection: what is written at it is read at its peer. */
export class VirtualEnd implements ByteChannel {
  readonly remoteAddress: string;
  peer: VirtualEnd | undefined;
  readonly #clock: VirtualClock;
  readonly #host: VirtualHost;
  readonly #remote: VirtualHost;
  #queue: Uint8Array[] = [];
  #queued = 0;
  #underWay = 0;
  #lastArrivesAt = 0;
  #full = false;
  #closed = false;
  #user: ChannelEvents | undefined;
  #unread: Uint8Array[] = [];

  constructor(clock: VirtualClock, host: VirtualHost, remote: VirtualHost, remoteAddress: string) {
    this.#clock = clock;
    this.#host = host;
    this.#remote = remote;
    this.remoteAddress = remoteAddress;
  }

  get unsent(): number {
    return this.#queued;
  }

  /** ms, one way */
  get delayMs(): number {
    return this.#host.access.delayMs + this.#remote.access.delayMs;
  }

  get ready(): boolean {
    const window = Math.max(MIN_WINDOW, this.#host.access.up * (2 * this.delayMs + QUEUE_MS));
    return this.#queued > 0 && this.#underWay < window;
  }

  write(chunks: readonly Uint8Array[]): boolean {
    if (this.#closed) return true;
    for (const chunk of chunks) {
      this.#queue.push(chunk);
      this.#queued += chunk.length;
    }
    this.#host.pump();
    this.#full = this.#queued + this.#underWay >= SEND_BUFFER;
    return !this.#full;
  }

  lend(chunk: Uint8Array, left: () => void): boolean {
    const room = this.write([new Uint8Array(chunk)]);
    left();
    return room;
  }

  take(most: number): Uint8Array[] {
    const taken: Uint8Array[] = [];
    let bytes = 0;
    while (bytes < most) {
      const chunk = this.#queue.shift();
      if (chunk === undefined) break;
      taken.push(chunk);
      bytes += chunk.length;
    }
    this.#queued -= bytes;
    this.#underWay += bytes;
    return taken;
  }

  travels(chunks: readonly Uint8Array[], bytes: number, resent: number): void {
    const at = this.#clock.now + this.delayMs * (1 + 2 * resent);
    this.#lastArrivesAt = Math.max(at, this.#lastArrivesAt);
    this.#clock.at(this.#lastArrivesAt, () => {
      if (this.#host.silent || this.#remote.silent) return;
      this.#clock.at(this.#remote.received(bytes), () => {
        this.peer?.arrives(chunks);
        this.#clock.at(this.#clock.now + this.delayMs, () => this.#acknowledged(bytes));
      });
    });
  }

  arrives(chunks: readonly Uint8Array[]): void {
    if (this.#closed) return;
    const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : concatBytes(chunks);
    if (this.#user === undefined) this.#unread.push(bytes);
    else this.#user.data(bytes);
  }

  #acknowledged(bytes: number): void {
    this.#underWay -= bytes;
    if (this.#closed) return;
    this.#host.pump();
    if (!this.#full || this.#queued + this.#underWay >= SEND_BUFFER) return;
    this.#full = false;
    this.#user?.drain?.();
  }

  use(events: ChannelEvents): void {
    this.#user = events;
    for (const bytes of this.#unread.splice(0)) events.data(bytes);
  }

  release(): void {
    this.#user = undefined;
  }

  close(): void {
    if (this.#closed) return;
    this.#end();
    this.#clock.at(Math.max(this.#lastArrivesAt, this.#clock.now + this.delayMs), () => {
      if (!this.#host.silent && !this.#remote.silent) this.peer?.ended();
    });
  }

  ended(): void {
    if (this.#closed) return;
    this.#end();
    this.#user?.close('the other side ended the connection');
  }

  #end(): void {
    this.#closed = true;
    this.#queue = [];
    this.#queued = 0;
    this.#host.forget(this);
  }
}
