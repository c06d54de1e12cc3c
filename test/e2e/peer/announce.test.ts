import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TrackerClient } from '../../../common/runtime/tracker-client.ts';
import { type AnnouncerOptions, createAnnouncer, type Holding } from '../../../peer/announce/announce.ts';
import { createTracker, type Tracker, type TrackerOptions } from '../../../tracker/tracker.ts';
import { eventually } from '../../support/eventually.ts';
import { type FakeTracker, fakeTracker, silent } from '../../support/fake-tracker.ts';
import { aKey, anUpload, aWithdrawal } from '../../support/publications.ts';

const { signal } = new AbortController();
const upload = anUpload();
const { infoHash, sha256, size } = upload.publication;
const whole: Holding = { infoHash, size, complete: true, heldPercent: 100, heldPages: 3 };
const part: Holding = { ...whole, complete: false, heldPercent: 40.06, heldPages: 1 };

let folder: string;
let open: AsyncDisposable[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pageswarm-announce-'));
  open = [];
});

afterEach(async () => {
  for (const one of open.reverse()) await one[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function own<Owned extends AsyncDisposable>(owned: Owned): Owned {
  open.push(owned);
  return owned;
}

async function aTracker(options: Partial<TrackerOptions> = {}): Promise<Tracker> {
  return own(await createTracker({ data: join(folder, 'data'), host: '127.0.0.1', port: 0, ...options }));
}

function anAnnouncer(trackers: readonly string[], options: Partial<AnnouncerOptions> = {}) {
  return own(
    createAnnouncer({
      trackers,
      secret: 'a-secret-of-a-host',
      addresses: ['192.0.2.9:7001'],
      port: 7001,
      client: 'test',
      holdings: () => [whole],
      timeoutMs: 2_000,
      ...options,
    }),
  );
}

const holdersAt = (tracker: { url: string }) =>
  new TrackerClient(tracker.url, 5_000).holders(infoHash, signal);

describe('createAnnouncer', () => {
  test('does not wait for a tracker that hangs when another has acknowledged', async () => {
    const hanging = own(await fakeTracker(silent));
    const tracker = await aTracker();
    const announcer = anAnnouncer([hanging.url, tracker.url], { timeoutMs: 60_000 });
    expect(await announcer.flush({ signal })).toEqual([tracker.url]);
  }, 30_000);

  test('tells for all at once who ask while a heartbeat is on its way', async () => {
    const answer = JSON.stringify({
      intervalMs: 60_000,
      fullIntervalMs: 60_000,
      wantFull: false,
      unknown: [],
    });
    const tracker = own(await fakeTracker((_, response) => void response.end(answer)));
    const announcer = anAnnouncer([tracker.url]);
    await announcer.asked({ signal });
    await announcer.flush({ signal });
    const before = tracker.requests.length;
    const flushes = Array.from({ length: 10 }, () => announcer.flush({ signal }));
    expect(await Promise.all(flushes)).toEqual(Array(10).fill([tracker.url]));
    expect(tracker.requests.length - before).toBe(1);
  });

  test('makes this host a holder of what it publishes, and no longer after goodbye', async () => {
    const tracker = await aTracker();
    const announcer = anAnnouncer([tracker.url]);
    const receipt = await announcer.publish(upload, { signal });
    expect(receipt).toEqual({
      status: 'new',
      publication: upload.publication,
      acknowledgedBy: [tracker.url],
      failures: [],
    });
    expect(await announcer.flush({ signal })).toEqual([tracker.url]);
    expect(await holdersAt(tracker)).toEqual([
      expect.objectContaining({
        hostId: announcer.hostId,
        complete: true,
        addresses: ['127.0.0.1:7001', '192.0.2.9:7001'],
      }),
    ]);
    await announcer.goodbye();
    expect(await holdersAt(tracker)).toEqual([]);
  });

  test('tells soon what changed, rounded, and what is no longer held', async () => {
    const tracker = await aTracker();
    let holdings: readonly Holding[] = [part];
    const announcer = anAnnouncer([tracker.url], { holdings: () => holdings });
    await announcer.publish(upload, { signal });
    await announcer.flush({ signal });
    expect(await holdersAt(tracker)).toEqual([
      expect.objectContaining({ heldPercent: 40, heldPages: 1, complete: false }),
    ]);
    holdings = [whole];
    announcer.changed();
    await eventually(async () => (await holdersAt(tracker))[0]?.complete || undefined, 'complete holder');
    holdings = [];
    announcer.changed();
    await eventually(async () => (await holdersAt(tracker)).length === 0 || undefined, 'empty list');
  });

  test('tells of a private document only the trackers that its .torrent names', async () => {
    const other = own(await fakeTracker((_, response) => response.writeHead(404).end()));
    const tracker = await aTracker();
    const privateTo = [`${tracker.url}/announce`];
    const announcer = anAnnouncer([tracker.url, other.url], { holdings: () => [{ ...whole, privateTo }] });
    await announcer.publish(upload, { signal });
    await announcer.flush({ signal });
    expect(await holdersAt(tracker)).toHaveLength(1);
    expect(other.requests.filter((request) => request.includes('/announce'))).toEqual([]);
  });

  test('is a holder again within an interval after a tracker restarts', async () => {
    const paces = { heartbeatMs: 300, fullMs: 60_000 };
    const first = await aTracker(paces);
    const announcer = anAnnouncer([first.url]);
    await announcer.publish(upload, { signal });
    await announcer.flush({ signal });
    await first[Symbol.asyncDispose]();
    await eventually(async () => announcer.contacts()[0]?.ok === false || undefined, 'lost contact');
    const second = await aTracker({ ...paces, port: first.port });
    await eventually(async () => (await holdersAt(second)).length === 1 || undefined, 'holder');
    await eventually(async () => announcer.contacts()[0]?.ok || undefined, 'contact');
    expect(announcer.contacts()[0]).toMatchObject({ url: first.url, message: '' });
  });

  test('reports documents that a tracker does not know', async () => {
    const tracker = await aTracker();
    const unknown = new Promise<unknown>((resolve) => {
      anAnnouncer([tracker.url], { onUnknown: (url, infoHashes) => resolve({ url, infoHashes }) });
    });
    expect(await unknown).toEqual({ url: tracker.url, infoHashes: [infoHash] });
  });

  test('publishes where it can, and names the trackers that did not answer', async () => {
    const tracker = await aTracker();
    const absent = 'http://127.0.0.1:9';
    const announcer = anAnnouncer([absent, tracker.url]);
    const receipt = await announcer.publish(upload, { signal });
    expect(receipt.acknowledgedBy).toEqual([tracker.url]);
    expect(receipt.failures).toEqual([
      expect.objectContaining({ tracker: absent, code: 'ERR_TRACKER_UNREACHABLE' }),
    ]);
    const lonely = anAnnouncer([absent]);
    await expect(lonely.publish(upload, { signal })).rejects.toEqual(
      expect.objectContaining({ code: 'ERR_TRACKER_UNREACHABLE', message: expect.stringContaining(absent) }),
    );
  });

  test('passes on why a tracker refuses', async () => {
    const tracker = await aTracker();
    const key = aKey();
    const mine = anUpload({ key });
    const announcer = anAnnouncer([tracker.url]);
    await announcer.publish(mine, { signal });
    await expect(announcer.withdraw(aWithdrawal(mine, aKey()), { signal })).rejects.toEqual(
      expect.objectContaining({ code: 'ERR_TRACKER_NOT_PUBLISHER' }),
    );
    expect(await announcer.withdraw(aWithdrawal(mine, key), { signal })).toEqual([tracker.url]);
    await expect(new TrackerClient(tracker.url, 5_000).details(sha256, signal)).rejects.toBeDefined();
  });

  test('announces document by document to a tracker of the standard kind', async () => {
    const plain: FakeTracker = own(
      await fakeTracker((request, response) => {
        if (request.url?.startsWith('/announce?')) response.end('d8:intervali900e5:peers0:e');
        else response.writeHead(404).end('not here');
      }),
    );
    let holdings: readonly Holding[] = [part];
    const announcer = anAnnouncer([plain.url], { holdings: () => holdings });
    await announcer.flush({ signal });
    holdings = [whole];
    await announcer.flush({ signal });
    await announcer.flush({ signal });
    await announcer.goodbye();
    const announces = plain.requests.filter((request) => request.includes('/announce?'));
    const told = announces.map((request) => /left=(\d+).*event=(\w+)/.exec(request)?.slice(1).join(' '));
    expect(told).toEqual([`${Math.round(size * (1 - 0.4006))} started`, '0 completed', `${size} stopped`]);
  });

  test('asks an unreachable tracker less and less often, and never gives up', async () => {
    const waits: number[] = [];
    let reached = () => {};
    const enough = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const clock = {
      now: () => 0,
      wait: async (ms: number) => {
        if (waits.push(ms) === 8) reached();
        if (waits.length >= 8) await new Promise(() => {}); // time stands still
      },
    };
    anAnnouncer(['http://127.0.0.1:9'], { clock });
    await enough;
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  test('takes leave quickly of trackers that do not answer', async () => {
    const mute = own(await fakeTracker(silent));
    const announcer = anAnnouncer([mute.url, 'http://127.0.0.1:9'], { timeoutMs: 60_000 });
    await announcer.goodbye();
    expect(announcer.contacts().map(({ ok }) => ok)).toEqual([false, false]);
  });
});
