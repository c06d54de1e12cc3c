import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Heartbeat, HoldingChange } from '../../../../common/tracker-api/heartbeat.ts';
import { formatSocketAddress } from '../../../../common/tracker-api/socket-address.ts';
import { endpointsFor, type Source, type SwarmLimits, Swarms } from '../../../../tracker/swarms/swarms.ts';
import { aHeartbeat, anInfoHash } from '../../../support/a-heartbeat.ts';

const LIMITS: SwarmLimits = {
  hosts: 10,
  hostsPerIp: 10,
  holdingsPerHost: 10,
  holdings: 100,
  holdersPerDocument: 10,
  standardPerIp: 10,
  hostExpiryMs: 30_000,
  standardExpiryMs: 60_000,
};
const here: Source = { ip: '127.0.0.1', family: 4, sameMachine: true };
const there: Source = { ip: '203.0.113.5', family: 4, sameMachine: false };
const infoHash = anInfoHash(1);
const whole: HoldingChange = { infoHash, complete: true };

function swarmsWith(limits: Partial<SwarmLimits> = {}): Swarms {
  return new Swarms({ ...LIMITS, ...limits });
}

function beat(swarms: Swarms, id: string, fields: Partial<Heartbeat> = {}, source = there, now = 0) {
  return swarms.heartbeat(id, aHeartbeat(fields), source, () => true, now);
}

function announce(swarms: Swarms, port: number, now = 0, ip = there.ip): boolean {
  const address = { ip, family: 4, port } as const;
  return swarms.announce(
    infoHash,
    { address, peerId: new Uint8Array(20), complete: false, heldPercent: 0, heardAt: now },
    false,
  );
}

describe('Swarms', () => {
  test('lists hosts in the order in which they came, page by page, without the silent', () => {
    const swarms = swarmsWith();
    for (const [at, id] of ['a', 'b', 'c', 'd'].entries()) beat(swarms, id, {}, there, at * 10_000);
    const [first, second] = swarms.hosts(0, 2, 30_000);
    expect([first?.id, second?.id]).toEqual(['a', 'b']);
    expect(swarms.hosts(second?.ordinal ?? 0, 2, 30_000).map(({ id }) => id)).toEqual(['c', 'd']);
    expect(swarms.hosts(0, 9, 45_000).map(({ id }) => id)).toEqual(['c', 'd']);
    expect([swarms.host('a', 45_000), swarms.host('d', 45_000)?.id]).toEqual([undefined, 'd']);
  });

  test('counts up when who holds what changes, and not with a sign of life', () => {
    const swarms = swarmsWith();
    const versions = [
      () => beat(swarms, 'a', { changes: [whole] }),
      () => beat(swarms, 'a', { full: false, sequence: 2 }),
      () => beat(swarms, 'a', { full: false, sequence: 3, changes: [{ infoHash, dropped: true }] }),
      () => announce(swarms, 1),
      () => announce(swarms, 1),
      () => swarms.stop(infoHash, { ip: there.ip, family: 4, port: 1 }),
      () => swarms.goodbye('a', 0),
    ].map((act) => {
      const before = swarms.version;
      act();
      return swarms.version > before;
    });
    expect(versions).toEqual([true, false, true, true, false, true, true]);
  });

  test('applies what changed and drops what a full heartbeat does not name', () => {
    const swarms = swarmsWith();
    beat(swarms, 'a', { changes: [whole, { infoHash: anInfoHash(2), heldPercent: 10, heldPages: 1 }] });
    beat(swarms, 'a', {
      sequence: 2,
      full: false,
      changes: [{ infoHash: anInfoHash(2), heldPercent: 50, heldPages: 4 }],
    });
    expect(swarms.members(anInfoHash(2), 0)).toEqual([
      expect.objectContaining({ heldPercent: 50, heldPages: 4 }),
    ]);
    const { changes } = beat(swarms, 'a', {
      sequence: 3,
      changes: [{ infoHash: anInfoHash(2), complete: true }],
    });
    expect(changes.map(({ type }) => type)).toEqual(['dropped', 'holds']);
    expect([swarms.size(infoHash), swarms.counts(anInfoHash(2), 0).complete]).toEqual([0, 1]);
  });

  test('asks for everything of a host that it does not know or of which it missed a heartbeat, until it has it', () => {
    const swarms = swarmsWith();
    const wants = (fields: Partial<Heartbeat>) => beat(swarms, 'a', fields).wantFull;
    expect(wants({ full: false })).toBe(true);
    expect(wants({ full: false, sequence: 2 })).toBe(true);
    expect(wants({ full: true, sequence: 3 })).toBe(false);
    expect(wants({ full: false, sequence: 4 })).toBe(false);
    expect(wants({ full: false, sequence: 4 })).toBe(false); // its answer was lost
    expect(wants({ full: false, sequence: 6 })).toBe(true);
    expect(wants({ full: false, sequence: 7 })).toBe(true);
    expect(wants({ full: true, sequence: 1 })).toBe(false); // the host has restarted
  });

  test('does not believe a heartbeat that came late', () => {
    const swarms = swarmsWith();
    beat(swarms, 'a', { sequence: 5 });
    beat(swarms, 'a', { sequence: 4, full: false, changes: [whole] });
    expect(swarms.size(infoHash)).toBe(0);
  });

  test('reports documents that are not published and keeps nothing of them', () => {
    const swarms = swarmsWith();
    const outcome = swarms.heartbeat('a', aHeartbeat({ changes: [whole] }), there, () => false, 0);
    expect([outcome.unknown, swarms.size(infoHash)]).toEqual([[infoHash], 0]);
  });

  test('forgets hosts and standard clients that fell silent, and no others', () => {
    const swarms = swarmsWith();
    beat(swarms, 'a', { changes: [whole] });
    beat(swarms, 'b', { changes: [whole] }, there, 1);
    announce(swarms, 1);
    expect(swarms.members(infoHash, 30_001)).toHaveLength(2); // a is not handed out even before the sweep
    expect(swarms.sweep(30_001)).toEqual([{ type: 'host-down', at: 30_001, hostId: 'a', reason: 'silent' }]);
    swarms.sweep(60_001);
    expect([swarms.hostCount, swarms.standardCount, swarms.size(infoHash)]).toEqual([0, 0, 0]);
  });

  test('says goodbye once', () => {
    const swarms = swarmsWith();
    beat(swarms, 'a', { changes: [whole] });
    expect(swarms.goodbye('a', 5).map(({ type }) => type)).toEqual(['host-down']);
    expect(swarms.size(infoHash)).toBe(0);
    expect(swarms.goodbye('a', 6)).toEqual([]);
  });

  test('gives loopback addresses to askers on its own machine only, and takes them from nobody else', () => {
    const swarms = swarmsWith();
    const addresses = ['[::1]:7001', '198.51.100.7:7001', '[fe80::1]:7001', '224.0.0.1:7001', '0.0.0.0:7001'];
    beat(swarms, 'near', { changes: [whole], addresses }, here);
    beat(swarms, 'far', { changes: [whole], addresses });
    const given = (asker: Source) =>
      swarms
        .members(infoHash, 0)
        .map((member) => endpointsFor(member.addresses, asker).map(formatSocketAddress));
    expect(given(here)).toEqual([
      ['127.0.0.1:7001', '[::1]:7001', '198.51.100.7:7001'],
      ['203.0.113.5:7001', '198.51.100.7:7001'],
    ]);
    expect(given(there)).toEqual([['198.51.100.7:7001'], ['203.0.113.5:7001', '198.51.100.7:7001']]);
  });

  test('lists only the addresses a host names when it gives no port', () => {
    const swarms = swarmsWith();
    beat(swarms, 'a', { changes: [whole], port: 0, addresses: ['127.0.0.1:9'] }, here);
    expect(swarms.members(infoHash, 0)[0]?.addresses.map(formatSocketAddress)).toEqual(['127.0.0.1:9']);
  });

  test('keeps to its limits', () => {
    const swarms = swarmsWith({ hosts: 2, hostsPerIp: 1, holdingsPerHost: 2 });
    beat(swarms, 'a');
    const code = (act: () => unknown) => {
      try {
        return void act();
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(() => beat(swarms, 'b'))).toBe('ERR_TRACKER_TOO_MANY_HOSTS');
    expect(code(() => beat(swarms, 'b', {}, here))).toBeUndefined();
    expect(code(() => beat(swarms, 'c', {}, { ...there, ip: '203.0.113.6' }))).toBe(
      'ERR_TRACKER_TOO_MANY_HOSTS',
    );
    const three = [1, 2, 3].map(
      (number): HoldingChange => ({ infoHash: anInfoHash(number), complete: true }),
    );
    expect(code(() => beat(swarms, 'a', { changes: three }))).toBe('ERR_TRACKER_TOO_MANY_HOLDINGS');
    const crowd = swarmsWith({ holdersPerDocument: 3, standardPerIp: 2 });
    expect([1, 2, 3].map((port) => announce(crowd, port))).toEqual([true, true, false]);
    expect([1, 2].map((port) => announce(crowd, port, 0, '203.0.113.6'))).toEqual([true, false]);
    expect(announce(crowd, 1)).toBe(true); // it was there before
  });

  test('counts what it holds the same as one who counts anew, whatever happens', () => {
    const change = fc.record({ number: fc.nat(3), kind: fc.constantFrom('complete', 'part', 'dropped') });
    const event = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      act: fc.constantFrom('full', 'changes', 'goodbye', 'forget', 'sweep'),
      changes: fc.array(change, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const swarms = swarmsWith({ holdings: 12, holdingsPerHost: 4 });
        let now = 0;
        for (const { id, act, changes } of events) {
          now += 8_000;
          if (act === 'goodbye') swarms.goodbye(id, now);
          else if (act === 'sweep') swarms.sweep(now);
          else if (act === 'forget') swarms.forget(anInfoHash(changes[0]?.number));
          else
            tolerant(() =>
              beat(swarms, id, { full: act === 'full', changes: changes.map(changeOf) }, there, now),
            );
        }
        const members = [0, 1, 2, 3].flatMap((number) => swarms.members(anInfoHash(number), now));
        expect(new Set(members.map(({ hostId }) => hostId)).size).toBeLessThanOrEqual(swarms.hostCount);
        for (const { holdings, whole } of swarms.hosts(0, 10, now))
          expect(whole).toBe([...holdings.values()].filter(({ complete }) => complete).length);
        for (const id of ['a', 'b', 'c']) swarms.goodbye(id, now);
        expect([0, 1, 2, 3].map((number) => swarms.size(anInfoHash(number)))).toEqual([0, 0, 0, 0]);
        // nothing is left, so there is room for as much as at first
        const four = [0, 1, 2, 3].map(
          (number): HoldingChange => ({ infoHash: anInfoHash(number), complete: true }),
        );
        for (const id of ['x', 'y', 'z']) beat(swarms, id, { changes: four }, there, now);
      }),
    );
  });
});

function changeOf({ number, kind }: { number: number; kind: string }): HoldingChange {
  const infoHash = anInfoHash(number);
  if (kind === 'complete') return { infoHash, complete: true };
  return kind === 'part' ? { infoHash, heldPercent: 1, heldPages: 0 } : { infoHash, dropped: true };
}

function tolerant(act: () => unknown): void {
  try {
    act();
  } catch {
    // beyond a limit: refused, and nothing may have changed
  }
}
