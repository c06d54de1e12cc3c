import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeMetainfo } from '../../../common/metainfo/metainfo.ts';
import type { ChangePage } from '../../../common/tracker-api/change.ts';
import type { Heartbeat } from '../../../common/tracker-api/heartbeat.ts';
import { hostIdOf } from '../../../common/tracker-api/host-id.ts';
import { aHeartbeat } from '../../support/a-heartbeat.ts';
import { createOwnTracker, type OwnTracker } from '../../support/own-tracker.ts';
import { anUpload } from '../../support/publications.ts';

const { signal } = new AbortController();
const secret = 'a-secret-of-a-host';

let own: OwnTracker;

beforeEach(async () => {
  own = await createOwnTracker();
});

afterEach(async () => {
  await own[Symbol.asyncDispose]();
});

const refusedWith = (code: string) => expect.objectContaining({ code });

function beat(heartbeat: Heartbeat, of = secret) {
  return own.client.heartbeat(hostIdOf(of), of, heartbeat, signal);
}

async function changes(cursor = ''): Promise<ChangePage> {
  const response = await fetch(`${own.tracker.url}/v1/changes${cursor && `?cursor=${cursor}`}`);
  return (await response.json()) as ChangePage;
}

describe('createTracker, of who holds what,', () => {
  test('lists holders once they have said what they hold, and asks for everything after a restart', async () => {
    const upload = anUpload();
    const { infoHash, sha256 } = upload.publication;
    await own.client.publish(upload, signal);
    const heartbeat = aHeartbeat({
      addresses: ['192.0.2.9:7001', '224.0.0.1:7001'],
      changes: [{ infoHash, complete: true }],
    });
    expect(await beat(heartbeat)).toEqual({
      intervalMs: 10_000,
      fullIntervalMs: 180_000,
      wantFull: false,
      unknown: [],
    });
    const [holder] = await own.client.holders(infoHash, signal);
    expect(holder).toEqual({
      hostId: hostIdOf(secret),
      client: 'pageswarm',
      addresses: ['127.0.0.1:7001', '192.0.2.9:7001'],
      complete: true,
      heldPercent: 100,
      ageMs: expect.any(Number),
    });
    expect((await own.client.details(sha256, signal)).holderList).toHaveLength(1);

    await own.restart();
    expect(await own.client.holders(infoHash, signal)).toEqual([]);
    expect((await beat(aHeartbeat({ full: false, sequence: 2 }))).wantFull).toBe(true);
    await beat({ ...heartbeat, sequence: 3 });
    expect(await own.client.holders(infoHash, signal)).toHaveLength(1);
  });

  test('believes a host only with its secret', async () => {
    const heartbeat = aHeartbeat();
    await expect(
      own.client.heartbeat(hostIdOf('somebody-elses-secret'), secret, heartbeat, signal),
    ).rejects.toEqual(refusedWith('ERR_TRACKER_NOT_THIS_HOST'));
    await expect(own.client.goodbye(hostIdOf('somebody-elses-secret'), secret, signal)).rejects.toEqual(
      expect.objectContaining({ status: 403 }),
    );
    const bare = await fetch(`${own.tracker.url}/v1/hosts/${hostIdOf(secret)}`, {
      method: 'PUT',
      body: '{}',
    });
    expect([bare.status, bare.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  test('forgets who falls silent or says goodbye, and writes both in the change log', async () => {
    await own.restart({ heartbeatMs: 300, sweepMs: 50 });
    const upload = anUpload();
    const { infoHash } = upload.publication;
    await own.client.publish(upload, signal);
    await beat(aHeartbeat({ changes: [{ infoHash, complete: true }] }));
    await beat(aHeartbeat({ changes: [{ infoHash, complete: true }] }), 'another-hosts-secret');
    await own.client.goodbye(hostIdOf('another-hosts-secret'), 'another-hosts-secret', signal);
    const news: string[] = [];
    let page = await changes();
    while (!news.includes(`host-down ${hostIdOf(secret)} silent`)) {
      news.push(
        ...page.changes.map((change) =>
          change.type === 'host-down' ? `host-down ${change.hostId} ${change.reason}` : change.type,
        ),
      );
      page = await changes(page.cursor);
    }
    expect(news).toContain(`host-down ${hostIdOf('another-hosts-secret')} goodbye`);
    expect(news.filter((type) => type === 'published')).toHaveLength(1);
    expect(await own.client.holders(infoHash, signal)).toEqual([]);
  });

  test('resumes the change log after a restart and says that soft entries are missed', async () => {
    await own.client.publish(anUpload(), signal);
    const { cursor } = await changes();
    await own.restart();
    await own.client.publish(anUpload({ content: 'another' }), signal);
    const page = await changes(cursor);
    expect(page.changes.map(({ type }) => type)).toEqual(['published']);
    expect(page.missed).toBe(true);
    const foreign = await fetch(`${own.tracker.url}/v1/changes?cursor=ffffffffffffffff.1.run.1`);
    expect(foreign.status).toBe(410);
  });

  test('serves a .torrent that any client reads, with its own announce URL', async () => {
    const upload = anUpload({ map: Buffer.from('a map') });
    await own.client.publish(upload, signal);
    const { infoHash, sha256 } = upload.publication;
    const paths = [`/v1/torrents/${infoHash}.torrent`, `/v1/publications/${sha256.slice(0, 8)}/torrent`];
    for (const path of paths) {
      const response = await fetch(`${own.tracker.url}${path}`);
      const metainfo = decodeMetainfo(new Uint8Array(await response.arrayBuffer()));
      expect(response.headers.get('content-type')).toBe('application/x-bittorrent');
      expect(metainfo.info.infoHash).toBe(infoHash);
      expect(metainfo.trackers).toEqual([[`${own.tracker.url}/announce`]]);
      expect(metainfo.pageswarm?.sha256).toBe(sha256);
      expect(metainfo.pageswarm?.map?.blob).toEqual(new Uint8Array(Buffer.from('a map')));
    }
  });

  test('gives standard clients and hosts to each other', async () => {
    const upload = anUpload();
    const { infoHash } = upload.publication;
    const announce = {
      infoHash,
      peerId: Buffer.from('-XX0000-abcdefghijkl'),
      port: 9_001,
      left: 5,
      uploaded: 0,
      downloaded: 0,
      wanted: 50,
    };
    await expect(own.client.announce(announce, signal)).rejects.toEqual(refusedWith('ERR_TRACKER_REFUSED'));
    await own.client.publish(upload, signal);
    await beat(aHeartbeat({ changes: [{ infoHash, complete: true }] }));
    const answer = await own.client.announce(announce, signal);
    expect(answer).toEqual({ intervalMs: 300_000, peers: [{ ip: '127.0.0.1', family: 4, port: 7_001 }] });
    const standard = (await own.client.holders(infoHash, signal)).find(
      (holder) => holder.client === 'standard',
    );
    expect(standard).toMatchObject({ addresses: ['127.0.0.1:9001'], complete: false, heldPercent: 50 });
    await own.client.announce({ ...announce, event: 'stopped' }, signal);
    expect(await own.client.holders(infoHash, signal)).toHaveLength(1);
  });

  test('answers a scrape of several documents', async () => {
    const uploads = [anUpload(), anUpload({ content: 'another' })];
    for (const upload of uploads) await own.client.publish(upload, signal);
    const query = uploads
      .map(({ publication }) => `info_hash=${publication.infoHash.replace(/../g, '%$&')}`)
      .join('&');
    const response = await fetch(`${own.tracker.url}/scrape?${query}`);
    const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
    expect(text.match(/d8:completei0e10:downloadedi0e10:incompletei0ee/g)).toHaveLength(2);
  });
});
