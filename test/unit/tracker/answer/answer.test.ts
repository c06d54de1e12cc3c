import { describe, expect, test } from '@jest/globals';
import type { AnnounceRequest, Frontdesk } from '../../../../tracker/answer/answer.ts';
import { answerAnnounce, answerScrape } from '../../../../tracker/answer/answer.ts';
import { type Source, Swarms } from '../../../../tracker/swarms/swarms.ts';
import { aHeartbeat, anInfoHash } from '../../../support/a-heartbeat.ts';

const infoHash = anInfoHash(1);
const asker: Source = { ip: '203.0.113.5', family: 4, sameMachine: false };

function aDesk(size = 1_000): Frontdesk {
  const swarms = new Swarms({
    hosts: 1_000,
    hostsPerIp: 1_000,
    holdingsPerHost: 10,
    holdings: 1_000,
    holdersPerDocument: 500,
    standardPerIp: 500,
    hostExpiryMs: 30_000,
    standardExpiryMs: 60_000,
  });
  return {
    swarms,
    sizeOf: (hash) => (hash === infoHash ? size : undefined),
    intervalMs: 1_800_000,
    random: () => 0.5,
  };
}

function ask(desk: Frontdesk, fields: Partial<AnnounceRequest> = {}, source = asker) {
  return answerAnnounce(
    desk,
    { infoHash, peerId: new Uint8Array(20), port: 6881, left: 1_000, ...fields },
    source,
    0,
  );
}

const peersOf = (answer: ReturnType<typeof ask>) =>
  'peers' in answer ? answer.peers.map(({ port }) => port) : [];

describe('answerAnnounce', () => {
  test('refuses a document that is not published', () => {
    expect(ask(aDesk(), { infoHash: anInfoHash(2) })).toEqual({
      failure: expect.stringContaining('does not index'),
    });
  });

  test('gives each the others and never itself', () => {
    const desk = aDesk();
    expect(peersOf(ask(desk, { port: 1 }))).toEqual([]);
    expect(peersOf(ask(desk, { port: 2 }))).toEqual([1]);
    expect(peersOf(ask(desk, { port: 1 }))).toEqual([2]);
  });

  test('gives who has everything only those who have not', () => {
    const desk = aDesk();
    ask(desk, { port: 1, left: 0 });
    ask(desk, { port: 2, left: 500 });
    expect(peersOf(ask(desk, { port: 3, left: 0 }))).toEqual([2]);
    // it may have nothing but a magnet link, and not know what it lacks
    expect(peersOf(ask(desk, { port: 4, left: 0, event: 'started' }))).toContain(1);
    expect(new Set(peersOf(ask(desk, { port: 4 })))).toEqual(new Set([1, 2, 3]));
  });

  test('counts seeders, leechers and downloads', () => {
    const desk = aDesk();
    ask(desk, { port: 1, left: 0, event: 'completed' });
    expect(ask(desk, { port: 2 })).toMatchObject({
      complete: 1,
      incomplete: 1,
      downloaded: 1,
      intervalMs: 1_800_000,
    });
    expect(ask(desk, { port: 1, event: 'stopped' })).toMatchObject({ complete: 0, incomplete: 1, peers: [] });
  });

  test('gives the best address of each family of a host', () => {
    const desk = aDesk();
    const addresses = ['192.0.2.1:7001', '[2001:db8::1]:7001', '[2001:db8::2]:7001'];
    const heartbeat = aHeartbeat({ addresses, changes: [{ infoHash, complete: true }] });
    desk.swarms.heartbeat('host', heartbeat, { ...asker, ip: '203.0.113.9' }, () => true, 0);
    expect(ask({ ...desk, random: () => 0 })).toMatchObject({
      peers: [
        { ip: '203.0.113.9', family: 4, port: 7001 },
        { ip: '2001:db8::1', family: 6, port: 7001 },
      ],
    });
  });

  test('gives no more than wanted, 200 at the most, each once', () => {
    const desk = { ...aDesk(), random: Math.random };
    for (let port = 1; port <= 300; port++) ask(desk, { port });
    for (const [wanted, given] of [
      [0, 0],
      [7, 7],
      [undefined, 50],
      [1e9, 200],
    ] as const) {
      const peers = peersOf(ask(desk, { port: 400, ...(wanted !== undefined && { wanted }) }));
      expect([peers.length, new Set(peers).size]).toEqual([given, given]);
    }
  });
});

describe('answerScrape', () => {
  test('counts published documents and leaves out the others', () => {
    const desk = aDesk();
    ask(desk);
    const counts = answerScrape(desk, [infoHash, anInfoHash(2)], 0);
    expect([...counts]).toEqual([[infoHash, { complete: 0, incomplete: 1, downloaded: 0 }]]);
  });
});
