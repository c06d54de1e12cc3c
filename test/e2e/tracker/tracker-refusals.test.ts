import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../../common/tracker-api/limits.ts';
import { createOwnTracker, type OwnTracker } from '../../support/own-tracker.ts';

const { signal } = new AbortController();

let own: OwnTracker;

beforeEach(async () => {
  own = await createOwnTracker();
});

afterEach(async () => {
  await own[Symbol.asyncDispose]();
});

describe('createTracker, among clients that misbehave,', () => {
  test('refuses garbage, huge bodies and unknown paths with a code, and lives on', async () => {
    const post = (path: string, body: string | Buffer) =>
      fetch(`${own.tracker.url}${path}`, { method: 'POST', body });
    const outcomes = [
      [await post('/v1/publications', 'garbage'), 400, 'ERR_TRACKER_API_MALFORMED'],
      [await post('/v1/publications', Buffer.from([0xff, 0xfe])), 400, 'ERR_TRACKER_API_MALFORMED'],
      [await post('/v1/publications', '[]'), 400, 'ERR_TRACKER_API_MALFORMED'],
      [await post('/v1/publications', '['.repeat(1_000_000)), 400, 'ERR_TRACKER_API_MALFORMED'],
      [
        await post('/v1/withdrawals', `"${'x'.repeat(LIMITS.withdrawalBytes)}"`),
        413,
        'ERR_TRACKER_BODY_TOO_LARGE',
      ],
      [await post('/v1/search', ''), 405, 'ERR_TRACKER_METHOD'],
      [await fetch(`${own.tracker.url}/v1/publications?limit=-1`), 400, 'ERR_TRACKER_QUERY'],
      [await fetch(`${own.tracker.url}/v1/publications/%2e%2e%2fetc`), 404, 'ERR_TRACKER_NO_ROUTE'],
      [await fetch(`${own.tracker.url}/constructor`), 404, 'ERR_TRACKER_NO_ROUTE'],
    ] as const;
    for (const [response, status, code] of outcomes) {
      expect([response.status, response.headers.get('content-type')]).toEqual([
        status,
        'application/problem+json',
      ]);
      expect(await response.json()).toMatchObject({ status, code });
    }
    expect((await own.client.list('', 10, signal)).documents).toEqual([]);
  });

  test('cuts off an endless body as soon as it is too large', async () => {
    const { hostname, port } = new URL(own.tracker.url);
    const outcome = await new Promise<number | string>((resolve) => {
      const request = httpRequest({ hostname, port, path: '/v1/withdrawals', method: 'POST' });
      request.on('response', (response) => resolve(response.statusCode ?? 0));
      request.on('error', (error) => resolve(error.message));
      const flood = () => {
        while (!request.destroyed && request.write(Buffer.alloc(65_536, 0x20)));
      };
      request.on('drain', flood);
      flood();
    });
    expect([413, 'write EPIPE', 'read ECONNRESET', 'write ECONNRESET', 'socket hang up']).toContain(outcome);
    expect((await fetch(`${own.tracker.url}/v1/status`)).status).toBe(200);
  });

  test('goes on answering while clients dawdle and send what is no HTTP', async () => {
    const { hostname, port } = new URL(own.tracker.url);
    const sockets = Array.from({ length: 50 }, () => connect(Number(port), hostname));
    for (const [at, socket] of sockets.entries()) {
      socket.on('error', () => {});
      socket.write(
        at % 2 === 0
          ? 'POST /v1/publications HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{'
          : '\x13BitTorrent protocol',
      );
    }
    expect((await fetch(`${own.tracker.url}/v1/status`)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });
});
