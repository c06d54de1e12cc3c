import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Seat, Uploads } from '../../../../peer/seed/uploads.ts';
import { Traffic } from '../../../../peer/swarm/traffic.ts';

/** A connection that is choked and unchoked; it asks for bytes all the time unless it says that it does not. */
function aParty(remoteId: string, { complete = true } = {}) {
  const connection = { remoteId, traffic: new Traffic(), amChoking: true, peerInterested: false };
  const party = {
    connection,
    complete,
    held: 0,
    busy: true,
    changes: 0,
    choke() {
      connection.amChoking = true;
      this.changes++;
    },
    unchoke() {
      connection.amChoking = false;
      this.changes++;
    },
    seat: undefined as Seat | undefined,
    served: () => !connection.amChoking,
    wants(interested: boolean) {
      connection.peerInterested = interested;
      this.seat?.changed();
    },
    took: (bytes: number) => connection.traffic.up.add(bytes, performance.now()),
    sent: (bytes: number) => connection.traffic.down.add(bytes, performance.now()),
  };
  return party;
}

/** `count` parties at one table, all of them interested, in order. */
function aCrowd(count: number, uploads: Uploads, options = {}) {
  const parties = Array.from({ length: count }, (_, at) => aParty(`peer ${at}`, options));
  for (const party of parties) {
    party.seat = uploads.join(party);
    party.wants(true);
    jest.advanceTimersByTime(1);
  }
  return parties;
}

const servedIn = (parties: readonly { served(): boolean }[]) =>
  parties.flatMap((party, at) => (party.served() ? [at] : []));

describe('Uploads', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('serves up to four at once, and waits for nothing', () => {
    const parties = aCrowd(4, new Uploads());
    expect(servedIn(parties)).toEqual([0, 1, 2, 3]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('gives a slot that is free to the next at once: of one who leaves, or is not interested any more', () => {
    const parties = aCrowd(6, new Uploads());
    expect(servedIn(parties)).toEqual([0, 1, 2, 3]);
    parties[1]?.seat?.leave();
    parties[2]?.wants(false);
    expect(parties[2]?.served()).toBe(false);
    expect(servedIn(parties.filter((_, at) => at !== 1))).toEqual([0, 2, 3, 4]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('gives a slot to the next whose owner asks for nothing, and not while nobody waits', () => {
    const uploads = new Uploads();
    const parties = aCrowd(4, uploads);
    for (const party of parties) party.busy = party === parties[0];
    jest.advanceTimersByTime(10_000);
    expect(servedIn(parties)).toEqual([0, 1, 2, 3]);

    const late = aParty('late');
    late.seat = uploads.join(late);
    late.wants(true);
    expect(late.served()).toBe(true);
    expect(servedIn(parties)).toHaveLength(3);
    expect(parties[0]?.served()).toBe(true);
  });

  test('keeps the slots of those who take quickest, and lets another one try every 30 s', () => {
    const parties = aCrowd(6, new Uploads({ random: () => 0.5 }));
    for (const [at, party] of parties.entries()) if (at < 4) party.took(1000 * (at + 1));
    jest.advanceTimersByTime(31_000);
    expect(servedIn(parties)).toEqual([1, 2, 3, 4]); // the first of the others, by the lot
  });

  test('serves those who send most while it fetches itself, over whichever connection they do', () => {
    const uploads = new Uploads({ random: () => 0.999 });
    const parties = aCrowd(6, uploads, { complete: false });
    const theirs = aParty('peer 5', { complete: false });
    theirs.seat = uploads.join(theirs);
    theirs.sent(1_000_000);
    parties[4]?.sent(500_000);
    parties[0]?.took(9_000_000);
    jest.advanceTimersByTime(31_000);
    expect(servedIn(parties)).toEqual(expect.arrayContaining([4, 5]));
    expect(servedIn(parties)).toHaveLength(4);
    expect(theirs.served()).toBe(false);
  });

  test('lets everybody have a turn in the end', () => {
    const parties = aCrowd(12, new Uploads());
    const served = new Set<number>();
    for (let round = 0; round < 400; round++) {
      for (const at of servedIn(parties)) {
        served.add(at);
        parties[at]?.took(1000);
      }
      jest.advanceTimersByTime(30_000);
    }
    expect(served.size).toBe(12);
  });

  test('moves nothing when somebody changes its mind and nobody waits', () => {
    const [one] = aCrowd(3, new Uploads());
    for (let count = 0; count < 10; count++) one?.wants(count % 2 === 1);
    expect(one?.changes).toBe(1);
  });

  test('tells nobody twice what he knows', () => {
    const parties = aCrowd(5, new Uploads({ random: () => 0 }));
    jest.advanceTimersByTime(120_000);
    const changes = parties.reduce((sum, party) => sum + party.changes, 0);
    expect(changes).toBeLessThanOrEqual(4 + 2 * 4);
  });
});
