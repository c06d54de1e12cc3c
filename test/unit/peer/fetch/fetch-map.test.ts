import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { fetchMap } from '../../../../peer/fetch/fetch-map.ts';
import type { Connection, ConnectionListener } from '../../../../peer/swarm/connection.ts';

const blob = new Uint8Array(40_000).fill(7);
const digest = createHash('sha256').update(blob).digest();
const never = new AbortController().signal;

/** A holder of the map that answers each request with `answer`, if it says anything. */
function aHolder(closed = false, answer: (chunk: number) => Uint8Array | undefined = () => undefined) {
  const listeners = new Set<ConnectionListener>();
  const connection = {
    address: '192.0.2.7:8169',
    closed,
    remote: { pages: { map: { digest, size: blob.length } } },
    listen(listener: ConnectionListener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sendPages({ chunk }: { chunk: number }) {
      const data = answer(chunk);
      const message =
        data === undefined
          ? ({ type: 'mapReject', chunk } as const)
          : ({ type: 'mapData', chunk, data } as const);
      queueMicrotask(() => {
        for (const listener of listeners) listener.pages?.(message);
      });
    },
  };
  return { connection: connection as unknown as Connection, listeners };
}

const chunkOf = (bytes: Uint8Array) => (chunk: number) =>
  bytes.subarray(chunk * 16_384, (chunk + 1) * 16_384);

describe('fetchMap', () => {
  test('puts the chunks together, and stops listening', async () => {
    const { connection, listeners } = aHolder(false, chunkOf(blob));
    expect(await fetchMap(connection, digest, blob.length, never)).toEqual(blob);
    expect(listeners.size).toBe(0);
  });

  test.each([
    ['another map than it promised', aHolder(false, chunkOf(new Uint8Array(blob.length)))],
    ['a reject', aHolder()],
  ])('takes %s for none', async (_, { connection }) => {
    await expect(fetchMap(connection, digest, blob.length, never)).rejects.toMatchObject({
      code: 'ERR_FETCH_MAP',
    });
  });

  test('does not wait for one whose connection has ended', async () => {
    const silent = aHolder(true);
    await expect(fetchMap(silent.connection, digest, blob.length, never)).rejects.toThrow('has ended');
  });
});
