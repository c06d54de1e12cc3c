import type { Socket } from 'node:net';
import { concatBytes } from '../../common/bytes.ts';
import { formatSocketAddress, parseIp } from '../../common/tracker-api/socket-address.ts';
import { Gatherer } from './gatherer.ts';
import type { Intake } from './intake.ts';

/** What a channel tells its user. */
export interface ChannelEvents {
  /** `bytes` are good until it returns */
  data(bytes: Uint8Array): void;
  /** what was written has left: there is room again */
  drain?(): void;
  /** the end, told once */
  close(reason: string): void;
}

/** Bytes both ways. Plain TCP here; what carries them is the composition's choice. */
export interface ByteChannel {
  /** `ip:port` of the other side */
  readonly remoteAddress: string;
  /** bytes that were written and have not left yet */
  readonly unsent: number;
  /** @returns false when more should wait for `drain` */
  write(chunks: readonly Uint8Array[]): boolean;
  /** As `write`; @param left called when `chunk` has left, or never will: then it may be used again */
  lend(chunk: Uint8Array, left: () => void): boolean;
  /** Names the user; what came while there was none is told first. */
  use(events: ChannelEvents): void;
  /** The user leaves and gives back what it did not understand; it all waits for the next one. */
  release(unread: Uint8Array): void;
  /** Ends it; the user hears `reason`. */
  close(reason: string): void;
}

/** A channel over a connected socket. @param intake where the socket puts what it receives, if we made it */
export function channelOver(socket: Socket, intake?: Intake): ByteChannel {
  return new SocketChannel(socket, intake);
}

class SocketChannel implements ByteChannel {
  readonly remoteAddress: string;
  readonly #socket: Socket;
  readonly #out: Gatherer;
  #user: ChannelEvents | undefined;
  #unread: Uint8Array = new Uint8Array(0);
  #reason = 'the other side ended the connection';

  constructor(socket: Socket, intake: Intake | undefined) {
    const ip = parseIp(socket.remoteAddress ?? '')?.ip ?? '0.0.0.0';
    this.remoteAddress = formatSocketAddress({ ip, port: socket.remotePort ?? 0 });
    this.#socket = socket;
    this.#out = new Gatherer(socket);
    socket.pause();
    socket.setNoDelay(true);
    if (intake === undefined) socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    else intake.receive = (bytes) => this.#receive(bytes);
    socket.on('drain', () => this.#user?.drain?.());
    socket.on('end', () => socket.destroy());
    // an error is always followed by `close`
    socket.on('error', (error) => {
      this.#reason = error.message;
    });
    socket.on('close', () => this.#user?.close(this.#reason));
  }

  get unsent(): number {
    return this.#out.unsent;
  }

  write(chunks: readonly Uint8Array[]): boolean {
    return this.#out.write(chunks);
  }

  lend(chunk: Uint8Array, left: () => void): boolean {
    return this.#out.lend(chunk, left);
  }

  use(events: ChannelEvents): void {
    this.#user = events;
    if (this.#socket.closed) queueMicrotask(() => events.close(this.#reason));
    else process.nextTick(() => this.#begin(events));
  }

  release(unread: Uint8Array): void {
    this.#user = undefined;
    this.#socket.pause();
    this.#unread = unread.slice();
  }

  close(reason: string): void {
    if (!this.#socket.destroyed) this.#reason = reason;
    this.#socket.destroy();
  }

  /** The user is told what waited, then what comes. */
  #begin(user: ChannelEvents): void {
    if (this.#user !== user || this.#socket.destroyed) return;
    const unread = this.#unread;
    this.#unread = new Uint8Array(0);
    this.#socket.resume();
    if (unread.length > 0) user.data(unread);
  }

  #receive(bytes: Uint8Array): void {
    if (this.#user !== undefined) this.#user.data(bytes);
    else this.#unread = concatBytes([this.#unread, bytes]); // it came before the pause took hold
  }
}
