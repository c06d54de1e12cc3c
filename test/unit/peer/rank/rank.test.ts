import { describe, expect, test } from '@jest/globals';
import { type Probe, rankHolders } from '../../../../peer/rank/rank.ts';

function aProbe(address: string, ms: Partial<Omit<Probe, 'address'>> = {}): Probe {
  return { address, connectMs: 1, ...ms };
}

const addresses = (probes: readonly Probe[]) => rankHolders(probes).map(({ address }) => address);

describe('rankHolders', () => {
  test('believes our own ping, not how quickly a relay accepts a connection', () => {
    const relay = aProbe('relay', { connectMs: 1.7, pingMs: 82 });
    const direct = aProbe('direct', { connectMs: 5, pingMs: 5 });
    expect(addresses([relay, direct])).toEqual(['direct', 'relay']);
  });

  test('ranks standard clients, who do not answer pings, by their connect time', () => {
    const standard = aProbe('standard', { connectMs: 10 });
    const ours = aProbe('ours', { connectMs: 30, pingMs: 20 });
    expect(addresses([ours, standard])).toEqual(['standard', 'ours']);
  });

  test('leaves out who accepts no connection, though ICMP answers', () => {
    expect(addresses([{ address: 'dead', icmpMs: 1 }, aProbe('alive')])).toEqual(['alive']);
  });

  test('lets ICMP decide between equals, and nothing else', () => {
    const a = aProbe('a', { pingMs: 20.1, icmpMs: 9 });
    const b = aProbe('b', { pingMs: 20, icmpMs: 3 });
    const c = aProbe('c', { pingMs: 10, icmpMs: 99 });
    expect(addresses([a, b, c])).toEqual(['c', 'b', 'a']);
  });

  test('gives the same order whatever the order of the probes', () => {
    const probes = [aProbe('x', { pingMs: 3 }), aProbe('y', { pingMs: 3 }), aProbe('z', { pingMs: 1 })];
    expect(addresses(probes)).toEqual(addresses([...probes].reverse()));
  });

  test('counts ranks from 1 and names the latency it went by', () => {
    const [best, second] = rankHolders([aProbe('a', { pingMs: 80 }), aProbe('b', { connectMs: 2 })]);
    expect(best).toMatchObject({ address: 'b', rank: 1, latencyMs: 2 });
    expect(second).toMatchObject({ address: 'a', rank: 2, latencyMs: 80 });
  });
});
