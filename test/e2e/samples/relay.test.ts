import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Relay } from '../../../samples/demo/relay.ts';

const cleanUp: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** A host on 127.0.0.1 that does `serve` with whoever connects; its port. */
async function aHost(serve: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    cleanUp.push(() => socket.destroy());
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

/** A connection to a host behind a relay. */
async function aConnection(hostPort: number, roundTripMs: number, rate: number): Promise<Socket> {
  const relay = new Relay({ roundTripMs, rate });
  const address = await relay.listen();
  cleanUp.push(() => relay.close());
  relay.leadTo(hostPort);
  const socket = createConnection({
    host: '127.0.0.1',
    port: Number(address.split(':')[1]),
    allowHalfOpen: true,
  });
  socket.on('error', () => socket.destroy());
  cleanUp.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function received(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('Relay', () => {
  test('answers no sooner than the round trip takes', async () => {
    const socket = await aConnection(await aHost((peer) => peer.pipe(peer)), 60, 1000);
    const startedAt = performance.now();
    socket.write('ping');
    await once(socket, 'data');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(60);
  });

  test('carries every byte in order and then the end, both ways, no faster than the rate', async () => {
    const sent = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
    const socket = await aConnection(await aHost((peer) => peer.pipe(peer)), 4, 1000);
    const startedAt = performance.now();
    socket.end(sent);
    expect((await received(socket)).equals(sent)).toBe(true);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(200);
  });

  test('shares the rate among all connections of the host', async () => {
    const payload = Buffer.alloc(100_000);
    const port = await aHost((peer) => peer.end(payload));
    const relay = new Relay({ roundTripMs: 0, rate: 500 });
    const address = await relay.listen();
    cleanUp.push(() => relay.close());
    relay.leadTo(port);
    const startedAt = performance.now();
    const lengths = await Promise.all(
      [1, 2, 3].map(async () => {
        const socket = createConnection({ host: '127.0.0.1', port: Number(address.split(':')[1]) });
        return (await received(socket)).length;
      }),
    );
    expect(lengths).toEqual([100_000, 100_000, 100_000]);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(600);
  });

  test('holds a fast sender back instead of storing what it sends', async () => {
    let written = 0;
    const port = await aHost((peer) => {
      const push = (): void => {
        while (written < 64e6 && peer.write(Buffer.alloc(65_536))) written += 65_536;
      };
      peer.on('drain', push);
      push();
    });
    const socket = await aConnection(port, 2, 100_000);
    socket.pause(); // a reader that does not read
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(written).toBeLessThan(32e6);
  });

  test('turns visitors away until it knows where the host is', async () => {
    const relay = new Relay({ roundTripMs: 0, rate: 100 });
    const address = await relay.listen();
    cleanUp.push(() => relay.close());
    const socket = createConnection({ host: '127.0.0.1', port: Number(address.split(':')[1]) });
    socket.on('error', () => {});
    await once(socket, 'close');
    expect(socket.bytesRead).toBe(0);
  });

  test('cuts the visitor off when the host dies', async () => {
    const socket = await aConnection(
      await aHost((peer) => setTimeout(() => peer.resetAndDestroy(), 20)),
      2,
      100,
    );
    await expect(once(socket, 'close')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
