import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TrackerClient } from '../../../common/runtime/tracker-client.ts';
import type { TrackerStatus } from '../../../common/tracker-api/answers.ts';
import type { HoldingChange } from '../../../common/tracker-api/heartbeat.ts';
import { hostIdOf } from '../../../common/tracker-api/host-id.ts';
import type { HostDetails, HostSummary } from '../../../common/tracker-api/host-summary.ts';
import { aHeartbeat } from '../../support/a-heartbeat.ts';
import { createLab, type Lab, type RunningTracker } from '../../support/lab.ts';
import { anUpload } from '../../support/publications.ts';

const { signal } = new AbortController();
const SECRETS = ['the-secret-of-anna', 'the-secret-of-ben'] as const;

let lab: Lab;
let tracker: RunningTracker;
let client: TrackerClient;

beforeEach(async () => {
  lab = await createLab();
  tracker = await lab.startTracker();
  client = new TrackerClient(tracker.url, 5_000);
});

afterEach(async () => {
  await lab[Symbol.asyncDispose]();
});

function beat(secret: string, changes: readonly HoldingChange[], addresses: readonly string[] = []) {
  return client.heartbeat(hostIdOf(secret), secret, aHeartbeat({ changes, addresses }), signal);
}

async function publish(name: string) {
  const upload = anUpload({ name, content: name });
  await client.publish(upload, signal);
  return upload.publication;
}

describe('GET /v1/hosts', () => {
  test('lists hosts page by page, and what each of them holds', async () => {
    const [one, two] = [await publish('one.pdf'), await publish('two.pdf')];
    const part = { infoHash: two.infoHash, heldPercent: 40, heldPages: 1 };
    await beat(SECRETS[0], [{ infoHash: one.infoHash, complete: true }, part], ['192.0.2.9:7001']);
    await beat(SECRETS[1], []);
    const first = await client.hosts('', 1, signal);
    expect(first.hosts).toEqual([
      {
        hostId: hostIdOf(SECRETS[0]),
        client: 'test',
        addresses: ['127.0.0.1:7001', '192.0.2.9:7001'],
        whole: 1,
        partial: 1,
        ageMs: expect.any(Number),
      },
    ]);
    const second = await client.hosts(first.next ?? '', 1, signal);
    expect(second.hosts.map(({ hostId }) => hostId)).toEqual([hostIdOf(SECRETS[1])]);

    const holding = await client.host(hostIdOf(SECRETS[0]), '', 1, signal);
    expect(holding.holdings).toEqual([expect.objectContaining({ name: 'one.pdf', complete: true })]);
    const rest = await client.host(hostIdOf(SECRETS[0]), holding.next ?? '', 10, signal);
    expect(rest.holdings).toEqual([expect.objectContaining({ name: 'two.pdf', heldPages: 1 })]);
    expect(rest.next).toBeUndefined();
    await expect(client.host('f'.repeat(40), '', 1, signal)).rejects.toEqual(
      expect.objectContaining({ code: 'ERR_TRACKER_NO_HOST', status: 404 }),
    );
  });
});

describe('GET /v1/status', () => {
  test('counts what the tracker was asked', async () => {
    const { infoHash } = await publish('one.pdf');
    await beat(SECRETS[0], [{ infoHash, complete: true }]);
    await client.search('one', 10, signal);
    const announce = { infoHash, port: 9_001, left: 5, uploaded: 0, downloaded: 0, wanted: 50 };
    await client.announce({ ...announce, peerId: Buffer.from('-XX0000-abcdefghijkl') }, signal);
    const status = await client.status(signal);
    expect(status).toMatchObject({ documents: 1, hosts: 1, standardPeers: 1, publications: 1, searches: 1 });
    expect([status.announces.total, status.heartbeats.total, status.urls]).toEqual([1, 1, [tracker.url]]);
    expect(status.databaseBytes).toBeGreaterThan(10_000);
  });
});

describe('hostsCommand', () => {
  test('lists hosts and shows one by the beginning of its id', async () => {
    const { infoHash } = await publish('one.pdf');
    await beat(SECRETS[0], [{ infoHash, complete: true }]);
    await beat(SECRETS[1], []);
    const all = await lab.run(['hosts', '--json'], { tracker });
    const { hosts } = all.json<{ hosts: readonly (HostSummary & { tracker: string })[] }>();
    expect(new Set(hosts.map(({ hostId }) => hostId))).toEqual(new Set(SECRETS.map(hostIdOf)));
    expect(hosts[0]?.tracker).toBe(tracker.url);

    const one = await lab.run(['hosts', hostIdOf(SECRETS[0]).slice(0, 10), '--json'], { tracker });
    expect(one.json<HostDetails>().holdings.map(({ name }) => name)).toEqual(['one.pdf']);
    const text = await lab.run(['hosts', hostIdOf(SECRETS[0])], { tracker });
    expect(text.stdout).toMatch(/client {5}test[\s\S]*one\.pdf/);
    expect((await lab.run(['hosts', 'ffffffff'], { tracker })).code).toBe(3);
  });
});

describe('trackersCommand', () => {
  test('shows each tracker, those that do not answer with the reason', async () => {
    await publish('one.pdf');
    const gone = 'http://127.0.0.1:9';
    const ran = await lab.run(['trackers', '--json', '--tracker', gone], { tracker });
    const { trackers } = ran.json<{ trackers: readonly (TrackerStatus & { url: string; ok: boolean })[] }>();
    expect(trackers.map(({ url, ok }) => [url, ok])).toEqual([
      [tracker.url, true],
      [gone, false],
    ]);
    expect([trackers[0]?.documents, trackers[0]?.publications]).toEqual([1, 1]);
    const text = await lab.run(['trackers'], { tracker });
    expect([text.code, text.stdout]).toEqual([0, expect.stringContaining('documents  1, ')]);
    expect((await lab.run(['trackers'], { tracker: { url: gone } })).code).toBe(6);
  });
});
