import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PublicationUpload } from '../../../common/tracker-api/publication.ts';
import { createTracker } from '../../../tracker/tracker.ts';
import { createOwnTracker, type OwnTracker } from '../../support/own-tracker.ts';
import { aKey, anUpload, aWithdrawal } from '../../support/publications.ts';

const { signal } = new AbortController();

let own: OwnTracker;

beforeEach(async () => {
  own = await createOwnTracker();
});

afterEach(async () => {
  await own[Symbol.asyncDispose]();
});

const refusedWith = (code: string) => expect.objectContaining({ code });

describe('createTracker', () => {
  test('answers with a publication after a restart, with all that came with it', async () => {
    const upload = anUpload({
      name: 'Introdução à Física.pdf',
      map: Buffer.from('a map'),
      wordsPerPage: [1, 2],
    });
    expect(await own.client.publish(upload, signal)).toEqual({
      status: 'new',
      publication: upload.publication,
    });
    await own.restart();
    expect(await own.client.upload(upload.publication.sha256, signal)).toEqual(upload);
    const found = await own.client.search('introducao fisica', 10, signal);
    expect(found.results.map(({ name }) => name)).toEqual(['Introdução à Física.pdf']);
    const words = await fetch(`${own.tracker.url}/v1/publications/${upload.publication.sha256}/words`);
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
      await expect(own.client.publish(bad, signal)).rejects.toEqual(refusedWith(code));
    expect((await own.client.list('', 10, signal)).documents).toEqual([]);
  });

  test('makes one document of the same bytes under two names, and keeps it until both publishers withdraw', async () => {
    const [anna, ben] = [aKey(), aKey()];
    const first = anUpload({ key: anna, name: 'Atlas.pdf' });
    const second = anUpload({ key: ben, name: 'World map.pdf' });
    await own.client.publish(first, signal);
    expect(await own.client.publish(second, signal)).toEqual({
      status: 'known',
      publication: first.publication,
    });
    const { documents } = await own.client.list('', 10, signal);
    expect(documents).toEqual([expect.objectContaining({ name: 'Atlas.pdf', aliases: ['World map.pdf'] })]);
    expect((await own.client.named('World map.pdf', signal)).documents).toEqual(documents);

    const { sha256 } = first.publication;
    expect(await own.client.withdraw(aWithdrawal(first, anna), signal)).toEqual({ status: 'kept', sha256 });
    expect(await own.client.withdraw(aWithdrawal(second, ben), signal)).toEqual({ status: 'gone', sha256 });
    await expect(own.client.details(sha256, signal)).rejects.toEqual(refusedWith('ERR_TRACKER_NOT_FOUND'));
  });

  test('refuses a withdrawal by another key and a publication repeated after it was withdrawn', async () => {
    const key = aKey();
    const upload = anUpload({ key });
    await own.client.publish(upload, signal);
    await expect(own.client.withdraw(aWithdrawal(upload, aKey()), signal)).rejects.toEqual(
      refusedWith('ERR_TRACKER_NOT_PUBLISHER'),
    );
    const forged = { ...aWithdrawal(upload, aKey()), publisher: upload.publication.publisher };
    await expect(own.client.withdraw(forged, signal)).rejects.toEqual(refusedWith('ERR_PUBLICATION_FORGED'));
    await own.client.withdraw(aWithdrawal(upload, key), signal);
    await own.restart();
    await expect(own.client.publish(upload, signal)).rejects.toEqual(refusedWith('ERR_TRACKER_WITHDRAWN'));
    const again = anUpload({ key, sequence: 3 });
    expect((await own.client.publish(again, signal)).status).toBe('new');
  });

  test('finds a document by digest, info hash and prefix, and names the candidates of a prefix of two', async () => {
    const upload = anUpload();
    await own.client.publish(upload, signal);
    const { sha256, infoHash } = upload.publication;
    for (const id of [sha256, infoHash, sha256.slice(0, 6), infoHash.slice(0, 7), sha256.toUpperCase()]) {
      expect((await own.client.details(id, signal)).sha256).toBe(sha256);
    }
    await expect(own.client.details(sha256.slice(0, 5), signal)).rejects.toEqual(
      refusedWith('ERR_TRACKER_NOT_FOUND'),
    );
    const twin = await publishTwin(sha256.slice(0, 6));
    await expect(own.client.details(sha256.slice(0, 6), signal)).rejects.toEqual(
      expect.objectContaining({
        status: 409,
        candidates: [expect.objectContaining({ sha256 }), expect.objectContaining({ sha256: twin })],
      }),
    );
  });

  /** A document whose claimed SHA-256 begins alike: a tracker cannot check it, it has not the bytes. */
  async function publishTwin(prefix: string): Promise<string> {
    const twin = anUpload({ content: 'the twin', sha256: `${prefix}${'0'.repeat(58)}` as never });
    await own.client.publish(twin, signal);
    return twin.publication.sha256;
  }

  test('does not share its folder with another tracker', async () => {
    await expect(createTracker({ data: own.folder, host: '127.0.0.1', port: 0 })).rejects.toEqual(
      refusedWith('ERR_TRACKER_DATA_IN_USE'),
    );
  });

  test('refuses a port in use that was asked for, and releases the folder', async () => {
    const other = `${own.folder}/other`;
    const wish = { data: other, host: '127.0.0.1', port: own.tracker.port };
    await expect(createTracker(wish)).rejects.toEqual(refusedWith('ERR_TRACKER_PORT_IN_USE'));
    const second = await createTracker({ ...wish, port: 0 });
    await second[Symbol.asyncDispose]();
  });
});
