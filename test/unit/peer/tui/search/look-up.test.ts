import { describe, expect, test } from '@jest/globals';
import { encodeBencode } from '../../../../../common/bencode/encode.ts';
import { CodedError } from '../../../../../common/errors.ts';
import { parseInfoHash, parseMd5, parseSha256 } from '../../../../../common/ids.ts';
import { encodeMetainfo } from '../../../../../common/metainfo/metainfo.ts';
import type { DocumentSummary } from '../../../../../common/tracker-api/publication.ts';
import { type Asked, lookUp } from '../../../../../peer/tui/search/look-up.ts';

const SHA256 = parseSha256('e'.repeat(64));
const SIGNAL = { signal: new AbortController().signal };

function aTorrent(): Uint8Array {
  const infoBytes = encodeBencode({
    length: 5,
    name: 'a.pdf',
    'piece length': 16_384,
    pieces: new Uint8Array(20),
  });
  return encodeMetainfo({
    infoBytes,
    trackers: [['http://t/announce']],
    pageswarm: { sha256: SHA256, pages: 7 },
  });
}

function aSummary(given: Partial<DocumentSummary> = {}): DocumentSummary {
  return {
    sha256: SHA256,
    infoHash: parseInfoHash('a'.repeat(40)),
    md5: parseMd5('d'.repeat(32)),
    name: 'listed.pdf',
    aliases: [],
    title: 'A title',
    author: '',
    subject: '',
    keywords: '',
    pages: 7,
    size: 5,
    holders: 3,
    publishedAt: 1,
    ...given,
  };
}

function anAsked(given: Partial<Asked> = {}): Asked {
  const refuse = () => Promise.reject(new CodedError('ERR_SEARCH_NOT_FOUND', 'no tracker knows it'));
  return { search: refuse, show: refuse, torrent: refuse, ...given };
}

describe('lookUp', () => {
  test('gives the results of words in their order', async () => {
    const results = [aSummary({ name: 'b' }), aSummary({ name: 'a' })];
    const asked = anAsked({ search: () => Promise.resolve(results) });
    expect(await lookUp(asked, { kind: 'words', words: 'x' }, new Map(), SIGNAL)).toBe(results);
  });

  test('shows what a .torrent says, and is fetched by it', async () => {
    const asked = anAsked({ torrent: () => Promise.resolve({ name: 'a.pdf', bytes: aTorrent() }) });
    const [found] = await lookUp(asked, { kind: 'torrent', document: '/a.torrent' }, new Map(), SIGNAL);
    expect(found).toMatchObject({
      name: 'a.pdf',
      size: 5,
      pages: 7,
      sha256: SHA256,
      holders: 0,
      asked: '/a.torrent',
    });
  });

  test('adds what the trackers tell of it where they list it', async () => {
    const asked = anAsked({ torrent: () => Promise.resolve({ name: 'a.pdf', bytes: aTorrent() }) });
    const published = new Map([[SHA256 as string, aSummary()]]);
    const [found] = await lookUp(asked, { kind: 'magnet', document: 'magnet:?x' }, published, SIGNAL);
    expect(found).toMatchObject({ name: 'listed.pdf', title: 'A title', holders: 3, asked: 'magnet:?x' });
  });

  test('fails with the reason where nobody knows it', async () => {
    const entry = { kind: 'id', document: 'a'.repeat(40) } as const;
    await expect(lookUp(anAsked(), entry, new Map(), SIGNAL)).rejects.toMatchObject({
      code: 'ERR_SEARCH_NOT_FOUND',
    });
  });

  test('looks for an info hash that no tracker knows among peers, as for a magnet link', async () => {
    const asked = anAsked({ torrent: () => Promise.resolve({ name: 'a.pdf', bytes: aTorrent() }) });
    const document = 'b'.repeat(40);
    const [found] = await lookUp(asked, { kind: 'id', document }, new Map(), SIGNAL);
    expect(found).toMatchObject({ name: 'a.pdf', asked: document });
  });

  test('says that no tracker knows a SHA-256, of which peers know nothing', async () => {
    const asked = anAsked({ torrent: () => Promise.reject(new Error('asked of peers')) });
    const looking = lookUp(asked, { kind: 'id', document: 'b'.repeat(64) }, new Map(), SIGNAL);
    await expect(looking).rejects.toThrow('no tracker knows it');
  });
});
