import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeMetainfo } from '../../../common/metainfo/metainfo.ts';
import { TrackerClient } from '../../../common/runtime/tracker-client.ts';
import type { ChangePage } from '../../../common/tracker-api/change.ts';
import type { Heartbeat } from '../../../common/tracker-api/heartbeat.ts';
import { hostIdOf } from '../../../common/tracker-api/host-id.ts';
import { LIMITS } from '../../../common/tracker-api/limits.ts';
import type { PublicationUpload } from '../../../common/tracker-api/publication.ts';
import { createTracker, type Tracker, type TrackerOptions } from '../../../tracker/tracker.ts';
import { aKey, anUpload, aWithdrawal } from '../../support/publications.ts';

const { signal } = new AbortController();
const secret = 'a-secret-of-a-host';

let folder: string;
let tracker: Tracker;
let client: TrackerClient;

async function start(options: Partial<TrackerOptions> = {}): Promise<void> {
  tracker = await createTracker({ data: folder, host: '127.0.0.1', port: 0, ...options });
  client = new TrackerClient(tracker.url, 5_000);
}

async function restart(options: Partial<TrackerOptions> = {}): Promise<void> {
  await tracker[Symbol.asyncDispose]();
  await start(options);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pageswarm-tracker-'));
  await start();
});

afterEach(async () => {
  await tracker[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function aHeartbeat(fields: Partial<Heartbeat> = {}): Heartbeat {
  return {
    version: 1,
    client: 'test',
    port: 7001,
    addresses: [],
    sequence: 1,
    full: true,
    changes: [],
    ...fields,
  };
}

function beat(heartbeat: Heartbeat, of = secret) {
  return client.heartbeat(hostIdOf(of), of, heartbeat, signal);
}

async function changes(cursor = ''): Promise<ChangePage> {
  const response = await fetch(`${tracker.url}/v1/changes${cursor && `?cursor=${cursor}`}`);
  return (await response.json()) as ChangePage;
}

const refusedWith = (code: string) => expect.objectContaining({ code });

describe('createTracker', () => {
  test('answers with a publication after a restart, with all that came with it', async () => {
    const upload = anUpload({
      name: 'Introdução à Física.pdf',
      map: Buffer.from('a map'),
      wordsPerPage: [1, 2],
    });
    expect(await client.publish(upload, signal)).toEqual({ status: 'new', publication: upload.publication });
    await restart();
    expect(await client.upload(upload.publication.sha256, signal)).toEqual(upload);
    const found = await client.search('introducao fisica', 10, signal);
    expect(found.results.map(({ name }) => name)).toEqual(['Introdução à Física.pdf']);
    const words = await fetch(`${tracker.url}/v1/publications/${upload.publication.sha256}/words`);
    expect(await words.json()).toEqual({ wordsPerPage: [1, 2] });
  });

  test('refuses a forged publication and one whose parts were altered', async () => {
    const upload = anUpload({ map: Buffer.from('a map') });
    const other = anUpload({ content: 'another' });
    const altered: [string, PublicationUpload][] = [
      ['ERR_PUBLICATION_FORGED', { ...upload, publication: { ...upload.publication, name: 'virus.pdf' } }],
      [
        'ERR_PUBLICATION_FORGED',
        { ...upload, publication: { ...upload.publication, publisher: other.publication.publisher } },
      ],
      ['ERR_PUBLICATION_MISMATCH', { ...upload, info: other.info }],
      ['ERR_PUBLICATION_MISMATCH', { ...upload, map: Buffer.from('b map').toString('base64') }],
      ['ERR_PUBLICATION_MISMATCH', { ...upload, wordsPerPage: [3, 0, 6] }],
      ['ERR_PUBLICATION_MISMATCH', { ...upload, wordsPerPage: [3, 0] }],
      ['ERR_BENCODE_MALFORMED', { ...upload, info: 'aaaa' }],
    ];
    for (const [code, bad] of altered)
      await expect(client.publish(bad, signal)).rejects.toEqual(refusedWith(code));
    expect((await client.list('', 10, signal)).documents).toEqual([]);
  });

  test('makes one document of the same bytes under two names, and keeps it until both publishers withdraw', async () => {
    const [anna, ben] = [aKey(), aKey()];
    const first = anUpload({ key: anna, name: 'Atlas.pdf' });
    const second = anUpload({ key: ben, name: 'World map.pdf' });
    await client.publish(first, signal);
    expect(await client.publish(second, signal)).toEqual({ status: 'known', publication: first.publication });
    const { documents } = await client.list('', 10, signal);
    expect(documents).toEqual([expect.objectContaining({ name: 'Atlas.pdf', aliases: ['World map.pdf'] })]);
    expect((await client.named('World map.pdf', signal)).documents).toEqual(documents);

    const { sha256 } = first.publication;
    expect(await client.withdraw(aWithdrawal(first, anna), signal)).toEqual({ status: 'kept', sha256 });
    expect(await client.withdraw(aWithdrawal(second, ben), signal)).toEqual({ status: 'gone', sha256 });
    await expect(client.details(sha256, signal)).rejects.toEqual(refusedWith('ERR_TRACKER_NOT_FOUND'));
  });

  test('refuses a withdrawal by another key and a publication repeated after it was withdrawn', async () => {
    const key = aKey();
    const upload = anUpload({ key });
    await client.publish(upload, signal);
    await expect(client.withdraw(aWithdrawal(upload, aKey()), signal)).rejects.toEqual(
      refusedWith('ERR_TRACKER_NOT_PUBLISHER'),
    );
    const forged = { ...aWithdrawal(upload, aKey()), publisher: upload.publication.publisher };
    await expect(client.withdraw(forged, signal)).rejects.toEqual(refusedWith('ERR_PUBLICATION_FORGED'));
    await client.withdraw(aWithdrawal(upload, key), signal);
    await restart();
    await expect(client.publish(upload, signal)).rejects.toEqual(refusedWith('ERR_TRACKER_WITHDRAWN'));
    const again = anUpload({ key, sequence: 3 });
    expect((await client.publish(again, signal)).status).toBe('new');
  });

  test('finds a document by digest, info hash and prefix, and names the candidates of a prefix of two', async () => {
    const upload = anUpload();
    await client.publish(upload, signal);
    const { sha256, infoHash } = upload.publication;
    for (const id of [sha256, infoHash, sha256.slice(0, 6), infoHash.slice(0, 7), sha256.toUpperCase()]) {
      expect((await client.details(id, signal)).sha256).toBe(sha256);
    }
    await expect(client.details(sha256.slice(0, 5), signal)).rejects.toEqual(
      refusedWith('ERR_TRACKER_NOT_FOUND'),
    );
    const twin = await publishTwin(sha256.slice(0, 6));
    await expect(client.details(sha256.slice(0, 6), signal)).rejects.toEqual(
      expect.objectContaining({
        status: 409,
        candidates: [expect.objectContaining({ sha256 }), expect.objectContaining({ sha256: twin })],
      }),
    );
  });

  /** A document whose claimed SHA-256 begins alike: a tracker cannot check it, it has not the bytes. */
  async function publishTwin(prefix: string): Promise<string> {
    const twin = anUpload({ content: 'the twin', sha256: `${prefix}${'0'.repeat(58)}` as never });
    await client.publish(twin, signal);
    return twin.publication.sha256;
  }

  test('lists holders once they have said what they hold, and asks for everything after a restart', async () => {
    const upload = anUpload();
    const { infoHash, sha256 } = upload.publication;
    await client.publish(upload, signal);
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
    const [holder] = await client.holders(infoHash, signal);
    expect(holder).toEqual({
      hostId: hostIdOf(secret),
      client: 'pageswarm',
      addresses: ['127.0.0.1:7001', '192.0.2.9:7001'],
      complete: true,
      heldPercent: 100,
      ageMs: expect.any(Number),
    });
    expect((await client.details(sha256, signal)).holderList).toHaveLength(1);

    await restart();
    expect(await client.holders(infoHash, signal)).toEqual([]);
    expect((await beat(aHeartbeat({ full: false, sequence: 2 }))).wantFull).toBe(true);
    await beat({ ...heartbeat, sequence: 3 });
    expect(await client.holders(infoHash, signal)).toHaveLength(1);
  });

  test('believes a host only with its secret', async () => {
    const heartbeat = aHeartbeat();
    await expect(
      client.heartbeat(hostIdOf('somebody-elses-secret'), secret, heartbeat, signal),
    ).rejects.toEqual(refusedWith('ERR_TRACKER_NOT_THIS_HOST'));
    await expect(client.goodbye(hostIdOf('somebody-elses-secret'), secret, signal)).rejects.toEqual(
      expect.objectContaining({ status: 403 }),
    );
    const bare = await fetch(`${tracker.url}/v1/hosts/${hostIdOf(secret)}`, { method: 'PUT', body: '{}' });
    expect([bare.status, bare.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  test('forgets who falls silent or says goodbye, and writes both in the change log', async () => {
    await restart({ heartbeatMs: 300, sweepMs: 50 });
    const upload = anUpload();
    const { infoHash } = upload.publication;
    await client.publish(upload, signal);
    await beat(aHeartbeat({ changes: [{ infoHash, complete: true }] }));
    await beat(aHeartbeat({ changes: [{ infoHash, complete: true }] }), 'another-hosts-secret');
    await client.goodbye(hostIdOf('another-hosts-secret'), 'another-hosts-secret', signal);
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
    expect(await client.holders(infoHash, signal)).toEqual([]);
  });

  test('resumes the change log after a restart and says that soft entries are missed', async () => {
    await client.publish(anUpload(), signal);
    const { cursor } = await changes();
    await restart();
    await client.publish(anUpload({ content: 'another' }), signal);
    const page = await changes(cursor);
    expect(page.changes.map(({ type }) => type)).toEqual(['published']);
    expect(page.missed).toBe(true);
    const foreign = await fetch(`${tracker.url}/v1/changes?cursor=ffffffffffffffff.1.run.1`);
    expect(foreign.status).toBe(410);
  });

  test('serves a .torrent that any client reads, with its own announce URL', async () => {
    const upload = anUpload({ map: Buffer.from('a map') });
    await client.publish(upload, signal);
    const { infoHash, sha256 } = upload.publication;
    const paths = [`/v1/torrents/${infoHash}.torrent`, `/v1/publications/${sha256.slice(0, 8)}/torrent`];
    for (const path of paths) {
      const response = await fetch(`${tracker.url}${path}`);
      const metainfo = decodeMetainfo(new Uint8Array(await response.arrayBuffer()));
      expect(response.headers.get('content-type')).toBe('application/x-bittorrent');
      expect(metainfo.info.infoHash).toBe(infoHash);
      expect(metainfo.trackers).toEqual([[`${tracker.url}/announce`]]);
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
    await expect(client.announce(announce, signal)).rejects.toEqual(refusedWith('ERR_TRACKER_REFUSED'));
    await client.publish(upload, signal);
    await beat(aHeartbeat({ changes: [{ infoHash, complete: true }] }));
    const answer = await client.announce(announce, signal);
    expect(answer).toEqual({ intervalMs: 300_000, peers: [{ ip: '127.0.0.1', family: 4, port: 7_001 }] });
    const standard = (await client.holders(infoHash, signal)).find((holder) => holder.client === 'standard');
    expect(standard).toMatchObject({ addresses: ['127.0.0.1:9001'], complete: false, heldPercent: 50 });
    await client.announce({ ...announce, event: 'stopped' }, signal);
    expect(await client.holders(infoHash, signal)).toHaveLength(1);
  });

  test('answers a scrape of several documents', async () => {
    const uploads = [anUpload(), anUpload({ content: 'another' })];
    for (const upload of uploads) await client.publish(upload, signal);
    const query = uploads
      .map(({ publication }) => `info_hash=${publication.infoHash.replace(/../g, '%$&')}`)
      .join('&');
    const response = await fetch(`${tracker.url}/scrape?${query}`);
    const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
    expect(text.match(/d8:completei0e10:downloadedi0e10:incompletei0ee/g)).toHaveLength(2);
  });

  test('refuses garbage, huge bodies and unknown paths with a code, and lives on', async () => {
    const post = (path: string, body: string | Buffer) =>
      fetch(`${tracker.url}${path}`, { method: 'POST', body });
    const outcomes = [
      [await post('/v1/publications', 'garbage'), 400, 'ERR_TRACKER_API_MALFORMED'],
      [await post('/v1/publications', Buffer.from([0xff, 0xfe])), 400, 'ERR_TRACKER_API_MALFORMED'],
      [await post('/v1/publications', '[]'), 400, 'ERR_TRACKER_API_MALFORMED'],
      [await post('/v1/publications', '['.repeat(1_000_000)), 400, 'ERR_TRACKER_API_MALFORMED'],
      [
        await post('/v1/withdrawals', `"${'x'.repeat(LIMITS.withdrawalBytes)}"`),
        413,
        'ERR_TRACKER_BODY_TOO_LARGE',
      ],
      [await post('/v1/search', ''), 405, 'ERR_TRACKER_METHOD'],
      [await fetch(`${tracker.url}/v1/publications?limit=-1`), 400, 'ERR_TRACKER_QUERY'],
      [await fetch(`${tracker.url}/v1/publications/%2e%2e%2fetc`), 404, 'ERR_TRACKER_NO_ROUTE'],
      [await fetch(`${tracker.url}/constructor`), 404, 'ERR_TRACKER_NO_ROUTE'],
    ] as const;
    for (const [response, status, code] of outcomes) {
      expect([response.status, response.headers.get('content-type')]).toEqual([
        status,
        'application/problem+json',
      ]);
      expect(await response.json()).toMatchObject({ status, code });
    }
    expect((await client.list('', 10, signal)).documents).toEqual([]);
  });

  test('cuts off an endless body as soon as it is too large', async () => {
    const { hostname, port } = new URL(tracker.url);
    const outcome = await new Promise<number | string>((resolve) => {
      const request = httpRequest({ hostname, port, path: '/v1/withdrawals', method: 'POST' });
      request.on('response', (response) => resolve(response.statusCode ?? 0));
      request.on('error', (error) => resolve(error.message));
      const flood = () => {
        while (!request.destroyed && request.write(Buffer.alloc(65_536, 0x20)));
      };
      request.on('drain', flood);
      flood();
    });
    expect([413, 'write EPIPE', 'read ECONNRESET', 'write ECONNRESET', 'socket hang up']).toContain(outcome);
    expect((await fetch(`${tracker.url}/v1/status`)).status).toBe(200);
  });

  test('goes on answering while clients dawdle and send what is no HTTP', async () => {
    const { hostname, port } = new URL(tracker.url);
    const sockets = Array.from({ length: 50 }, () => connect(Number(port), hostname));
    for (const [at, socket] of sockets.entries()) {
      socket.on('error', () => {});
      socket.write(
        at % 2 === 0
          ? 'POST /v1/publications HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{'
          : '\x13BitTorrent protocol',
      );
    }
    expect((await fetch(`${tracker.url}/v1/status`)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });

  test('does not share its folder with another tracker', async () => {
    await expect(createTracker({ data: folder, host: '127.0.0.1', port: 0 })).rejects.toEqual(
      refusedWith('ERR_TRACKER_DATA_IN_USE'),
    );
  });

  test('refuses a port in use that was asked for, and releases the folder', async () => {
    const other = `${folder}/other`;
    const wish = { data: other, host: '127.0.0.1', port: tracker.port };
    await expect(createTracker(wish)).rejects.toEqual(refusedWith('ERR_TRACKER_PORT_IN_USE'));
    const second = await createTracker({ ...wish, port: 0 });
    await second[Symbol.asyncDispose]();
  });
});
