import { describe, expect, test } from '@jest/globals';
import type { Connection } from '../../../../peer/swarm/connection.ts';
import { Nearness } from '../../../../peer/swarm/nearness.ts';

function to(remoteId: string, address: string): Connection {
  return { remoteId, address, latencyMs: undefined } as Connection;
}

describe('Nearness', () => {
  test('measures a host once for all documents, and another address of it by itself', async () => {
    const nearness = new Nearness();
    let measured = 0;
    const measure = async () => ++measured;
    const [first, second] = [to('a', '192.0.2.1:1'), to('a', '192.0.2.1:1')];
    expect(await Promise.all([first, second].map((one) => nearness.pingMs(one, measure)))).toEqual([1, 1]);
    expect(second.latencyMs).toBe(1);
    expect(await nearness.pingMs(to('a', '192.0.2.2:1'), measure)).toBe(2);
    expect(await nearness.pingMs(to('b', '192.0.2.1:1'), measure)).toBe(3);
  });
});
