import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseInfoHash } from '../../../common/ids.ts';
import { createAnnouncer, type Holding } from '../../../peer/announce/announce.ts';
import { createSearch } from '../../../peer/search/search.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { type PlainTracker, plainTracker } from '../../support/plain-tracker.ts';

const { signal } = new AbortController();
const infoHash = parseInfoHash('ab'.repeat(20));
const announcedAs = { peerId: Buffer.from('-PS0100-aaaaaaaaaaaa'), port: 7001 };

let open: AsyncDisposable[];
let first: PlainTracker;
let second: PlainTracker;
let dead: string;

beforeEach(async () => {
  open = [];
  first = own(await plainTracker());
  second = own(await plainTracker());
  dead = `http://127.0.0.1:${await freePort()}/announce`;
});

afterEach(async () => {
  for (const one of open.reverse()) await one[Symbol.asyncDispose]();
});

function own<Owned extends AsyncDisposable>(owned: Owned): Owned {
  open.push(owned);
  return owned;
}

function anAnnouncer(trackers: readonly string[], holdings: () => readonly Holding[]) {
  const identity = {
    secret: 'a-secret-of-a-host',
    addresses: ['192.0.2.9:7001'],
    port: 7001,
    client: 'test',
  };
  return own(createAnnouncer({ trackers, ...identity, holdings, timeoutMs: 2_000 }));
}

const aHolding = (trackers: string[][], complete = true): Holding => ({
  infoHash,
  size: 1000,
  complete,
  heldPercent: complete ? 100 : 40,
  heldPages: 0,
  trackers,
});

const eventsAt = ({ announced }: PlainTracker) => announced.map(({ event }) => event);

describe('createAnnouncer, of trackers that came with a document', () => {
  test('tells one of the first tier that lives, takes leave of it, and the next tier hears nothing', async () => {
    const announcer = anAnnouncer([], () => [aHolding([[dead, first.url], [second.url]])]);
    await eventually(() => first.announced[0], 'announce');
    await announcer.goodbye();
    expect(first.announced).toEqual([
      { infoHash, port: 7001, left: 0, event: 'started' },
      { infoHash, port: 7001, left: 1000, event: 'stopped' },
    ]);
    expect(second.announced).toEqual([]);
  });

  test('goes to the next tier when all of the first fail', async () => {
    anAnnouncer([], () => [aHolding([[dead], [second.url]])]);
    expect(await eventually(() => second.announced[0], 'announce')).toMatchObject({ left: 0 });
  });

  test('says that a document is complete which arrived meanwhile', async () => {
    let complete = false;
    const announcer = anAnnouncer([], () => [aHolding([[first.url]], complete)]);
    complete = true;
    announcer.changed();
    await eventually(() => first.announced[0], 'announce');
    expect(eventsAt(first)).toEqual(['completed']);
  });

  test("tells nothing twice to the node's own tracker", async () => {
    const announcer = anAnnouncer([first.url], () => [aHolding([[first.url]])]);
    await announcer.flush({ signal });
    await announcer.goodbye();
    expect(eventsAt(first)).toEqual(['started', 'stopped']);
  });
});

describe('createSearch, with tiers', () => {
  test('asks one of them for holders, and a next one when it fails', async () => {
    await fetch(`${second.url}?info_hash=${'%AB'.repeat(20)}&port=7002&left=0`);
    const search = createSearch([], { announcedAs, tiers: [[dead], [second.url], [first.url]] });
    expect(await search.holdersOf(infoHash, { signal })).toMatchObject([{ addresses: ['127.0.0.1:7002'] }]);
    expect(first.announced).toEqual([]);
  });

  test("asks all of the node's own beside them, and no tracker of strangers again at once", async () => {
    await fetch(`${first.url}?info_hash=${'%AB'.repeat(20)}&port=7002&left=0`);
    await fetch(`${second.url}?info_hash=${'%AB'.repeat(20)}&port=7003&left=0`);
    const search = createSearch([first.url], { announcedAs, tiers: [[second.url, first.url]] });
    const found = await search.holdersOf(infoHash, { signal });
    expect(found.flatMap(({ addresses }) => addresses).sort()).toEqual(['127.0.0.1:7002', '127.0.0.1:7003']);
    expect(await search.holdersOf(infoHash, { signal })).toEqual(found);
    expect(first.announced).toHaveLength(2);
    expect(second.announced).toHaveLength(2);
  });

  test('fails when none of them answers', async () => {
    const search = createSearch([], { announcedAs, tiers: [[dead]] });
    await expect(search.holdersOf(infoHash, { signal })).rejects.toMatchObject({
      code: 'ERR_TRACKER_UNREACHABLE',
    });
  });
});
