import type { Socket } from 'node:net';
import { formatSocketAddress, parseIp } from '../../common/tracker-api/socket-address.ts';
import { Gatherer } from './gatherer.ts';

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
  /** Names the user; what came while there was none is told first. */
  use(events: ChannelEvents): void;
  /** The user leaves and gives back what it did not understand; it all waits for the next one. */
  release(unread: Uint8Array): void;
  /** Ends it; the user hears `reason`. */
  close(reason: string): void;
}

/** A channel over a connected socket. */
export function channelOver(socket: Socket): ByteChannel {
  const ip = parseIp(socket.remoteAddress ?? '')?.ip ?? '0.0.0.0';
  let reason = 'the other side ended the connection';
  let user: ChannelEvents | undefined;
  socket.pause();
  socket.setNoDelay(true);
  socket.on('data', (bytes: Buffer) => user?.data(bytes));
  socket.on('drain', () => user?.drain?.());
  socket.on('end', () => socket.destroy());
  // an error is always followed by `close`
  socket.on('error', (error) => {
    reason = error.message;
  });
  socket.on('close', () => user?.close(reason));

  const out = new Gatherer(socket);

  return {
    remoteAddress: formatSocketAddress({ ip, port: socket.remotePort ?? 0 }),
    get unsent() {
      return out.unsent;
    },
    write: (chunks) => out.write(chunks),
    use(events) {
      user = events;
      if (socket.closed) queueMicrotask(() => events.close(reason));
      else socket.resume();
    },
    release(unread) {
      user = undefined;
      socket.pause();
      if (unread.length > 0) socket.unshift(unread);
    },
    close(why) {
      if (!socket.destroyed) reason = why;
      socket.destroy();
    },
  };
}
