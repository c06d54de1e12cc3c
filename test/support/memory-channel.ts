import { concatBytes } from '../../common/bytes.ts';
import type { ByteChannel, ChannelEvents } from '../../peer/swarm/channel.ts';

/** A channel without a network. */
export interface MemoryChannel extends ByteChannel {
  /** all that was written to it */
  readonly written: Uint8Array;
  /** why it was closed, if it was */
  readonly closed: string | undefined;
  /** the other side sends `bytes` */
  hear(bytes: Uint8Array): void;
}

/** A channel to somebody at 192.0.2.1 who says what a test says. */
export function memoryChannel(): MemoryChannel {
  const written: Uint8Array[] = [];
  const state = { closed: undefined as string | undefined, user: undefined as ChannelEvents | undefined };
  return {
    remoteAddress: '192.0.2.1:6881',
    unsent: 0,
    get written() {
      return concatBytes(written);
    },
    get closed() {
      return state.closed;
    },
    write: (chunks) => {
      written.push(...chunks.map((chunk) => chunk.slice()));
      return true;
    },
    lend: (chunk, left) => {
      written.push(chunk.slice());
      left();
      return true;
    },
    use: (events) => {
      state.user = events;
    },
    release: () => undefined,
    close: (reason) => {
      state.closed ??= reason;
    },
    hear: (bytes) => state.user?.data(bytes),
  };
}
