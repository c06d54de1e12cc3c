import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TrackerClient } from '../../../common/runtime/tracker-client.ts';
import { hostIdOf } from '../../../common/tracker-api/host-id.ts';
import type { PublicationUpload } from '../../../common/tracker-api/publication.ts';
import { createSearch } from '../../../peer/search/search.ts';
import { createTracker, type Tracker } from '../../../tracker/tracker.ts';
import { endless, type FakeTracker, fakeTracker, garbage, silent } from '../../support/fake-tracker.ts';
import { aKey, anUpload } from '../../support/publications.ts';

const { signal } = new AbortController();
/** for what several trackers answer: a busy machine is not a slow tracker */
const patient = { timeoutMs: 10_000, graceMs: 10_000 };
/** for trackers that do not answer */
const quick = { timeoutMs: 3_000, graceMs: 300 };

let folder: string;
let trackers: Tracker[];
let fakes: FakeTracker[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pageswarm-search-'));
  const open = (name: string) => createTracker({ data: join(folder, name), host: '127.0.0.1', port: 0 });
  trackers = [await open('one'), await open('two')];
  fakes = [];
});

afterEach(async () => {
  for (const open of [...trackers, ...fakes]) await open[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const urls = () => trackers.map(({ url }) => url);

async function fake(...parameters: Parameters<typeof fakeTracker>): Promise<FakeTracker> {
  const started = await fakeTracker(...parameters);
  fakes.push(started);
  return started;
}

async function publish(at: number, upload: PublicationUpload): Promise<PublicationUpload> {
  await new TrackerClient(urls()[at] ?? '', 5_000).publish(upload, signal);
  return upload;
}

async function hold(
  at: number,
  secret: string,
  port: number,
  { publication }: PublicationUpload,
): Promise<void> {
  const changes = [{ infoHash: publication.infoHash, complete: true }] as const;
  const heartbeat = {
    version: 1,
    client: 'test',
    port,
    addresses: [],
    sequence: 1,
    full: true,
    changes,
  } as const;
  await new TrackerClient(urls()[at] ?? '', 5_000).heartbeat(hostIdOf(secret), secret, heartbeat, signal);
}

const failure = (code: string, message = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe('createSearch', () => {
  test('merges documents and holders of two trackers', async () => {
    const both = anUpload({ name: 'Física.pdf' });
    await publish(0, both);
    await publish(1, both);
    await publish(1, anUpload({ content: 'another', name: 'Química física.pdf' }));
    await hold(0, 'secret-of-the-first-host', 7001, both);
    await hold(1, 'secret-of-the-first-host', 7001, both);
    await hold(1, 'secret-of-the-second-host', 7002, both);
    const search = createSearch(urls(), patient);
    const found = await search.searchWords('FISICA', { signal });
    expect(found.map(({ name, holders }) => [name, holders])).toEqual([
      ['Física.pdf', 2],
      ['Química física.pdf', 0],
    ]);
    expect(new Set((await search.list({ signal })).map(({ name }) => name))).toEqual(
      new Set(['Física.pdf', 'Química física.pdf']),
    );
    const holders = await search.holdersOf(both.publication.infoHash, { signal });
    expect(holders.map(({ addresses }) => addresses).sort()).toEqual([
      ['127.0.0.1:7001'],
      ['127.0.0.1:7002'],
    ]);
    expect((await search.find('Física.pdf', { signal })).holderList).toHaveLength(2);
  });

  test('finds by SHA-256, info hash, prefix and exact name, and says so when there is none', async () => {
    const { publication } = await publish(0, anUpload({ name: 'Atlas.pdf' }));
    const search = createSearch(urls(), patient);
    for (const text of [
      publication.sha256,
      publication.infoHash,
      publication.sha256.slice(0, 9),
      'Atlas.pdf',
    ]) {
      expect((await search.find(text, { signal })).publication).toEqual(publication);
    }
    for (const text of ['atlas', 'f'.repeat(64), 'abcdef', '']) {
      await expect(search.find(text, { signal })).rejects.toEqual(failure('ERR_SEARCH_NOT_FOUND'));
    }
    await expect(search.upload('f'.repeat(64) as never, { signal })).rejects.toEqual(
      failure('ERR_SEARCH_NOT_FOUND'),
    );
    expect(await search.holdersOf('f'.repeat(40) as never, { signal })).toEqual([]);
  });

  test('names the candidates of a name that two documents bear, though each tracker knows one', async () => {
    const [one, two] = [
      anUpload({ name: 'notes.pdf' }),
      anUpload({ name: 'notes.pdf', content: 'other notes' }),
    ];
    await publish(0, one);
    await publish(1, two);
    const finding = createSearch(urls(), patient).find('notes.pdf', { signal });
    await expect(finding).rejects.toEqual(
      failure('ERR_SEARCH_AMBIGUOUS', one.publication.sha256.slice(0, 12)),
    );
  });

  test('lists more documents than fit one page', async () => {
    const key = aKey();
    const uploads = Array.from({ length: 501 }, (_, n) => anUpload({ content: `document ${n}`, key }));
    for (const upload of uploads) await publish(0, upload);
    expect(await createSearch(urls(), { timeoutMs: 5_000 }).list({ signal })).toHaveLength(501);
  });

  test.each([
    ['garbage', garbage],
    ['an endless answer', endless],
    ['nothing', silent],
  ])('is not hurt by a tracker that answers %s', async (_, respond) => {
    const upload = await publish(0, anUpload({ name: 'Atlas.pdf' }));
    const bad = await fake(respond);
    const search = createSearch([bad.url, 'http://127.0.0.1:9', ...urls()], quick);
    expect(await search.searchWords('atlas', { signal })).toHaveLength(1);
    expect((await search.find('Atlas.pdf', { signal })).name).toBe('Atlas.pdf');
    expect((await search.upload(upload.publication.sha256, { signal })).publication).toEqual(
      upload.publication,
    );
    await expect(createSearch([bad.url], quick).searchWords('atlas', { signal })).rejects.toEqual(
      failure('ERR_TRACKER_UNREACHABLE', bad.url),
    );
  });

  test('waits for a slow tracker when the quick ones know nothing', async () => {
    const { publication } = anUpload({ name: 'Atlas.pdf' });
    const summary = { ...publication, aliases: [], holders: 0, publishedAt: 0 };
    const slow = await fake((_, response) => {
      setTimeout(() => response.end(JSON.stringify({ results: [summary], total: 1 })), 200);
    });
    const search = createSearch([...urls(), slow.url], { timeoutMs: 10_000, graceMs: 0 });
    expect(await search.searchWords('atlas', { signal })).toHaveLength(1);
  });

  test('does not believe an upload that was altered on the way', async () => {
    const upload = anUpload();
    const altered = { ...upload, publication: { ...upload.publication, md5: '0'.repeat(32) } };
    const liar = await fake((_, response) => response.end(JSON.stringify(altered)));
    const search = createSearch([liar.url], quick);
    const { sha256 } = upload.publication;
    await expect(search.upload(sha256, { signal })).rejects.toEqual(failure('ERR_PUBLICATION_FORGED'));
    const honest = anUpload({ content: 'another' });
    const swapper = await fake((_, response) => response.end(JSON.stringify(honest)));
    await expect(createSearch([swapper.url], quick).upload(sha256, { signal })).rejects.toEqual(
      failure('ERR_TRACKER_UNREACHABLE', 'another document'),
    );
  });

  test('stops at once when it is cancelled', async () => {
    const slow = await fake(silent);
    const cancelling = new AbortController();
    const searching = createSearch([slow.url], { timeoutMs: 60_000 }).searchWords('atlas', cancelling);
    cancelling.abort(new Error('enough'));
    await expect(searching).rejects.toThrow('enough');
  });

  test('asks a tracker of the standard kind for peers by an announce', async () => {
    const peer = Buffer.from([192, 0, 2, 1, 0x1a, 0xe1]).toString('latin1');
    const plain = await fake((request, response) => {
      if (!request.url?.startsWith('/announce?')) response.writeHead(404).end('not here');
      else response.end(Buffer.from(`d8:intervali900e5:peers6:${peer}e`, 'latin1'));
    });
    const announcedAs = { peerId: Buffer.alloc(20, 'x'), port: 7001 };
    const search = createSearch([`${plain.url}/announce`, 'udp://127.0.0.1:1/announce'], {
      ...quick,
      announcedAs,
    });
    const holders = await search.holdersOf('a'.repeat(40) as never, { signal });
    expect(holders).toEqual([expect.objectContaining({ client: 'standard', addresses: ['192.0.2.1:6881'] })]);
    expect(plain.requests.at(-1)).toContain(`info_hash=${'%aa'.repeat(20)}`);
  });

  test('refuses what is no URL of a tracker', () => {
    expect(() => createSearch(['file:///etc/passwd'])).toThrow(failure('ERR_TRACKER_URL'));
    expect(() => createSearch(['tracker'])).toThrow(failure('ERR_TRACKER_URL'));
  });
});
