import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyUpload } from '../../common/tracker-api/verify-upload.ts';
import { openSqliteStore, type Store, type StoreLimits } from '../../tracker/store/store.ts';
import { aKey, anUpload, aWithdrawal, type UploadWishes } from '../support/publications.ts';

/** How each adapter is opened on a medium of its own; a further one is a further line. */
const ADAPTERS: readonly [string, (folder: string, limits?: Partial<StoreLimits>) => Promise<Store>][] = [
  ['SQLite', openSqliteStore],
];

const verified = (wishes: UploadWishes = {}) => verifyUpload(anUpload(wishes));
const refusedWith = (code: string) => expect.objectContaining({ code });

describe.each(ADAPTERS)('Store on %s', (_, open) => {
  let folder: string;
  let store: Store;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pageswarm-store-'));
    store = await open(folder);
  });

  afterEach(async () => {
    await store[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  async function reopen(limits?: Partial<StoreLimits>): Promise<void> {
    await store[Symbol.asyncDispose]();
    store = await open(folder, limits);
  }

  test('tells how much of its medium it takes', async () => {
    const before = await store.bytes();
    await store.publish(verified({ map: new Uint8Array(60_000).fill(7) }), 1_000);
    expect(await store.bytes()).toBeGreaterThan(before + 50_000);
  });

  test('keeps a publication, what came with it, and its own name', async () => {
    const upload = verified({ map: Buffer.from([0, 1, 255]), wordsPerPage: [7, 0] });
    const { status, document } = await store.publish(upload, 1_000);
    expect([status, document]).toEqual([
      'new',
      { ordinal: 1, publication: upload.publication, aliases: [], publishedAt: 1_000 },
    ]);
    const { origin } = store;
    await reopen();
    expect(store.origin).toBe(origin);
    expect(await store.documents(0, 10)).toEqual([document]);
    expect(await store.upload(upload.publication.sha256)).toEqual(upload);
  });

  test('takes a publication again, and an older one, without a change', async () => {
    const key = aKey();
    const newer = verified({ key, sequence: 5, title: 'newer' });
    await store.publish(newer, 1_000);
    for (const upload of [newer, verified({ key, sequence: 4, title: 'older' })]) {
      const { status, document } = await store.publish(upload, 2_000);
      expect([status, document.publication.title]).toEqual(['known', 'newer']);
    }
    expect(await store.changes(0, 10)).toHaveLength(1);
  });

  test('takes a newer publication of the same publisher in the place of the older', async () => {
    const key = aKey();
    await store.publish(verified({ key, map: Buffer.from('map') }), 1_000);
    const better = verified({ key, sequence: 2, title: 'with a title', wordsPerPage: [1] });
    const { status, document } = await store.publish(better, 2_000);
    expect([status, document]).toEqual([
      'known',
      { ordinal: 1, publication: better.publication, aliases: [], publishedAt: 1_000 },
    ]);
    expect(await store.upload(better.publication.sha256)).toEqual(better);
  });

  test('keeps the first info dictionary whatever others call the same bytes', async () => {
    const key = aKey();
    const first = verified({ name: 'a.pdf', key });
    await store.publish(first, 1_000);
    await store.publish(verified({ name: 'b.pdf' }), 2_000);
    await store.publish(verified({ name: 'b.pdf' }), 2_000);
    const { document } = await store.publish(verified({ name: 'c.pdf', key, sequence: 2 }), 3_000);
    expect(document.publication).toEqual(first.publication);
    expect(new Set(document.aliases)).toEqual(new Set(['b.pdf', 'c.pdf']));
    expect(await store.upload(first.publication.sha256)).toEqual(first);
  });

  test('removes a document when its last publisher has withdrawn, and remembers that', async () => {
    const [anna, ben] = [aKey(), aKey()];
    const [first, second] = [anUpload({ key: anna }), anUpload({ key: ben, name: 'other.pdf' })];
    await store.publish(verifyUpload(first), 1_000);
    await store.publish(verifyUpload(second), 2_000);
    const kept = await store.withdraw(aWithdrawal(first, anna), 3_000);
    expect(kept.document?.publication).toEqual(first.publication); // its info dictionary is still in force
    expect(await store.withdraw(aWithdrawal(second, ben), 4_000)).toEqual({});
    expect(await store.withdraw(aWithdrawal(second, ben), 5_000)).toEqual({}); // again: no change
    await reopen();
    expect(await store.documents(0, 10)).toEqual([]);
    expect(await store.upload(first.publication.sha256)).toBeUndefined();
    await expect(store.publish(verifyUpload(first), 6_000)).rejects.toEqual(
      refusedWith('ERR_TRACKER_WITHDRAWN'),
    );
    const { status, document } = await store.publish(verified({ key: anna, sequence: 3 }), 7_000);
    expect([status, document.ordinal]).toEqual(['new', 2]);
  });

  test('hands a document over to a publisher who signed the same info dictionary', async () => {
    const [anna, ben] = [aKey(), aKey()];
    const first = anUpload({ key: anna, map: Buffer.from('map') });
    const second = verified({ key: ben, map: Buffer.from('map') });
    await store.publish(verifyUpload(first), 1_000);
    await store.publish(second, 2_000);
    const { document } = await store.withdraw(aWithdrawal(first, anna), 3_000);
    expect(document?.publication).toEqual(second.publication);
    expect(await store.upload(first.publication.sha256)).toEqual(second);
  });

  test('refuses a withdrawal by who never published it, and one that is older than the publication', async () => {
    const key = aKey();
    const upload = anUpload({ key, sequence: 5 });
    await store.publish(verifyUpload(upload), 1_000);
    await expect(store.withdraw(aWithdrawal(upload, aKey(), 6), 2_000)).rejects.toEqual(
      refusedWith('ERR_TRACKER_NOT_PUBLISHER'),
    );
    await expect(store.withdraw(aWithdrawal(upload, key, 5), 2_000)).rejects.toEqual(
      refusedWith('ERR_TRACKER_STALE_WITHDRAWAL'),
    );
    expect(await store.documents(0, 10)).toHaveLength(1);
  });

  test('refuses an info hash for other bytes', async () => {
    await store.publish(verified(), 1_000);
    const squatter = verified({ sha256: 'f'.repeat(64) as never });
    await expect(store.publish(squatter, 2_000)).rejects.toEqual(refusedWith('ERR_TRACKER_INFO_HASH_TAKEN'));
  });

  test('lists documents in the order of their publication, page by page', async () => {
    for (const content of ['a', 'b', 'c'])
      await store.publish(verified({ content, name: `${content}.pdf` }), 1_000);
    const [first, second] = await store.documents(0, 2);
    const rest = await store.documents(second?.ordinal ?? 0, 2);
    expect([first, second, ...rest].map((document) => document?.publication.name)).toEqual([
      'a.pdf',
      'b.pdf',
      'c.pdf',
    ]);
  });

  test('logs what changed in the order of the commits, for good', async () => {
    const key = aKey();
    const upload = anUpload({ key });
    const { sha256, infoHash, name } = upload.publication;
    await Promise.all([
      store.publish(verifyUpload(upload), 1_000),
      store.publish(verified({ key, sequence: 2 }), 2_000),
      store.withdraw(aWithdrawal(upload, key, 3), 3_000),
    ]);
    await reopen();
    const log = await store.changes(0, 10);
    const entry = { sha256, infoHash, name };
    expect(log.map(({ change }) => change)).toEqual([
      { type: 'published', at: 1_000, ...entry },
      { type: 'updated', at: 2_000, ...entry },
      { type: 'withdrawn', at: 3_000, ...entry },
    ]);
    expect(await store.changes(log[1]?.sequence ?? 0, 10)).toEqual(log.slice(2));
    expect(await store.changes(0, 1)).toEqual(log.slice(0, 1));
  });

  test('takes no more documents and publishers than its limits', async () => {
    await reopen({ documents: 1, publishersPerDocument: 2 });
    for (const name of ['a.pdf', 'b.pdf']) await store.publish(verified({ name }), 1_000);
    await expect(store.publish(verified({ name: 'c.pdf' }), 1_000)).rejects.toEqual(
      refusedWith('ERR_TRACKER_TOO_MANY_PUBLISHERS'),
    );
    await expect(store.publish(verified({ content: 'other' }), 1_000)).rejects.toEqual(
      refusedWith('ERR_TRACKER_CATALOG_FULL'),
    );
  });

  test('refuses calls after it is closed', async () => {
    await store[Symbol.asyncDispose]();
    await expect(store.documents(0, 1)).rejects.toEqual(refusedWith('ERR_TRACKER_STORE_FAILED'));
  });
});

describe('openSqliteStore', () => {
  test('says what is wrong with a folder that it cannot use', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pageswarm-store-'));
    try {
      await writeFile(
        join(folder, 'tracker.db'),
        'this is no database at all, and long enough to be read as one'.repeat(100),
      );
      await expect(openSqliteStore(folder)).rejects.toEqual(refusedWith('ERR_TRACKER_DATA_DAMAGED'));
      await expect(openSqliteStore(join(folder, 'tracker.db'))).rejects.toEqual(
        refusedWith('ERR_TRACKER_DATA_UNUSABLE'),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
