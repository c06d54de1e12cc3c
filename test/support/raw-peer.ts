import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { concatBytes } from '../../common/bytes.ts';
import type { InfoHash } from '../../common/ids.ts';
import { decodeMessage } from '../../common/wire/decode-message.ts';
import { encodeMessage } from '../../common/wire/encode-message.ts';
import { takeFrame } from '../../common/wire/frame.ts';
import {
  encodeHandshake,
  HANDSHAKE_LENGTH,
  type Handshake,
  takeHandshake,
} from '../../common/wire/handshake.ts';
import type { Message } from '../../common/wire/message.ts';

/** One end of a connection, driven by hand: sends any bytes, and sees what comes back. */
export interface RawPeer extends AsyncDisposable {
  readonly socket: Socket;
  send(...bytes: Uint8Array[]): void;
  say(message: Message): void;
  handshake(
    infoHash: InfoHash,
    says?: { readonly fast?: boolean; readonly extended?: boolean; readonly peerId?: string },
  ): void;
  /** the other side's handshake */
  greeted(timeoutMs?: number): Promise<Handshake>;
  /** the next message for which `wanted` holds; those before it are dropped */
  next<Type extends Message['type']>(
    type: Type,
    timeoutMs?: number,
  ): Promise<Extract<Message, { type: Type }>>;
  /** resolves when the other side has closed the connection, with the ms that took */
  closed(timeoutMs?: number): Promise<number>;
}

/** Connects to a peer on 127.0.0.1. */
export async function connectRaw(port: number): Promise<RawPeer> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return rawPeer(socket);
}

/** Listens on 127.0.0.1 and hands every connection to `serve`. */
export async function listenRaw(
  serve: (peer: RawPeer) => void,
): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    serve(rawPeer(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const NO_LIMIT = () => 2 ** 24;

function rawPeer(socket: Socket): RawPeer {
  const begun = performance.now();
  let received: Uint8Array = new Uint8Array(0);
  let wake: () => void = () => undefined;
  let ended = false;
  socket.on('data', (chunk) => {
    received = concatBytes([received, chunk]);
    wake();
  });
  socket.on('error', () => undefined); // 'close' follows, and says all that is asked
  socket.on('close', () => {
    ended = true;
    wake();
  });

  /** Waits until `look` gives something; with a limit, so that a test ends. */
  const until = async <T>(look: () => T | undefined, what: string, timeoutMs: number): Promise<T> => {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      const left = deadline - performance.now();
      if (ended || left <= 0)
        throw new Error(`no ${what}: ${ended ? 'the connection was closed' : 'timed out'}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const takeMessage = (): Message | undefined => {
    for (;;) {
      const taken = takeFrame(received, NO_LIMIT);
      if (taken === undefined) return undefined;
      received = received.subarray(taken.used);
      const message = taken.frame && decodeMessage(taken.frame);
      if (message !== undefined) return message;
    }
  };

  const send = (...bytes: Uint8Array[]) => {
    if (!socket.destroyed) socket.write(concatBytes(bytes));
  };
  return {
    socket,
    send,
    say: (message) => send(...encodeMessage(message)),
    handshake: (infoHash, { fast = true, extended = false, peerId = '-XX0001-raw-peer-raw' } = {}) =>
      send(encodeHandshake({ infoHash, peerId: Buffer.from(peerId), fast, extended })),
    greeted: async (timeoutMs = 5000) => {
      const handshake = await until(() => takeHandshake(received), 'handshake', timeoutMs);
      received = received.subarray(HANDSHAKE_LENGTH);
      return handshake;
    },
    next: async (type, timeoutMs = 5000) => {
      const look = () => {
        let message = takeMessage();
        while (message !== undefined && message.type !== type) message = takeMessage();
        return message;
      };
      return (await until(look, `message '${type}'`, timeoutMs)) as Extract<Message, { type: typeof type }>;
    },
    closed: (timeoutMs = 5000) =>
      until(() => (ended ? performance.now() - begun : undefined), 'end of the connection', timeoutMs),
    [Symbol.asyncDispose]: async () => {
      if (ended) return;
      socket.destroy();
      await once(socket, 'close');
    },
  };
}
