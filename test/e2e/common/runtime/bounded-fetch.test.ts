import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { boundedFetch } from '../../../../common/runtime/bounded-fetch.ts';

const bounds = { maxBytes: 1000, timeoutMs: 5000, signal: new AbortController().signal };

/** A server of 127.0.0.1 that ends with the test. */
async function aServer(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('boundedFetch', () => {
  test('keeps the connection, and takes another when the other side has hung that up', async () => {
    const sockets: Socket[] = [];
    await using server = await aServer((request, response) => {
      const again = sockets.includes(request.socket);
      sockets.push(request.socket);
      if (again && sockets.length === 3) request.socket.destroy();
      else response.end(String(sockets.length));
    });
    const texts: string[] = [];
    for (let count = 0; count < 3; count++)
      texts.push(Buffer.from((await boundedFetch(server.url, bounds)).body).toString());
    expect(texts).toEqual(['1', '2', '4']);
    expect(sockets[1]).toBe(sockets[0]);
    expect(sockets[3]).not.toBe(sockets[0]);
  });

  test('fails with a reason where a new connection ends without an answer, or in the middle of one', async () => {
    await using rude = await aServer((request) => void request.socket.destroy());
    await expect(boundedFetch(rude.url, bounds)).rejects.toMatchObject({ code: 'ERR_TRACKER_UNREACHABLE' });
    await using cut = await aServer((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    });
    await expect(boundedFetch(cut.url, bounds)).rejects.toMatchObject({ code: 'ERR_TRACKER_UNREACHABLE' });
  });

  test('ends when time is up, when there is too much, and when it is told to', async () => {
    await using silent = await aServer(() => undefined);
    const soon = { ...bounds, timeoutMs: 20 };
    await expect(boundedFetch(silent.url, soon)).rejects.toMatchObject({ code: 'ERR_TRACKER_TIMEOUT' });
    const stop = new AbortController();
    const asked = boundedFetch(silent.url, { ...bounds, signal: stop.signal });
    stop.abort(new Error('told to'));
    await expect(asked).rejects.toThrow('told to');
    await using long = await aServer((_, response) => void response.end('x'.repeat(1001)));
    await expect(boundedFetch(long.url, bounds)).rejects.toMatchObject({
      code: 'ERR_TRACKER_ANSWER_TOO_LARGE',
    });
  });
});
