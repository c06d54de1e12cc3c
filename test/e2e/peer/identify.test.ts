import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { formatMagnet } from '../../../common/metainfo/magnet.ts';
import { decodeMetainfo, encodeMetainfo } from '../../../common/metainfo/metainfo.ts';
import { verifyUpload } from '../../../common/tracker-api/verify-upload.ts';
import { identify, torrentOfWanted, wantedByUpload } from '../../../peer/search/search.ts';
import { aFolder } from '../../support/in-process.ts';
import { anUpload } from '../../support/publications.ts';

const { signal } = new AbortController();
const upload = verifyUpload(anUpload({ name: 'Ótica.pdf', map: Buffer.from('a map') }));
const { infoHash, sha256 } = upload.publication;

/** Trackers that know one document, and what they were asked, in which search. */
function knowing() {
  const asked: string[] = [];
  const searchIn = (more: readonly string[]) => ({
    find: async (document: string) => {
      asked.push([document, ...more].join(' '));
      return { sha256 };
    },
    upload: async () => upload,
    holdersOf: async () => [],
  });
  return { asked, searchIn };
}

describe('identify', () => {
  test('asks the trackers for what is no .torrent and no magnet, and believes the signed publication', async () => {
    const { asked, searchIn } = knowing();
    const wanted = await identify('Ótica.pdf', searchIn, { signal });
    expect(asked).toEqual(['Ótica.pdf']);
    expect(wanted).toMatchObject({
      sha256,
      pages: 3,
      info: { infoHash, name: 'Ótica.pdf' },
      map: { size: 5 },
    });
  });

  test('asks for the info hash of a magnet, also at the trackers that it names', async () => {
    const { asked, searchIn } = knowing();
    const trackers = ['http://192.0.2.7:8168/announce'];
    const wanted = await identify(formatMagnet({ infoHash, trackers }), searchIn, { signal });
    expect(asked).toEqual([`${infoHash} ${trackers[0]}`]);
    expect(wanted.trackers).toEqual(trackers.map((url) => [url]));
  });

  test('reads a .torrent and asks nobody', async () => {
    await using folder = await aFolder();
    const { asked, searchIn } = knowing();
    const path = join(folder.path, 'otica.torrent');
    await writeFile(path, torrentOfWanted(wantedByUpload(upload), ['http://192.0.2.7:8168/announce']));
    const wanted = await identify(path, searchIn, { signal });
    expect(asked).toEqual([]);
    expect(wanted).toMatchObject({
      sha256,
      info: { infoHash },
      trackers: [['http://192.0.2.7:8168/announce']],
    });
    expect(Buffer.from(wanted.map?.blob ?? []).toString()).toBe('a map');
  });

  test('refuses what cannot be read and what is no .torrent, each with its code', async () => {
    await using folder = await aFolder();
    const { searchIn } = knowing();
    const at = async (name: string, bytes: string | Uint8Array) => {
      await writeFile(join(folder.path, name), bytes);
      return identify(join(folder.path, name), searchIn, { signal });
    };
    await expect(at('junk.torrent', 'junk')).rejects.toMatchObject({ code: 'ERR_BENCODE_MALFORMED' });
    await expect(at('deep.torrent', 'l'.repeat(200_000))).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_BENCODE_/),
    });
    await expect(identify(join(folder.path, 'no.torrent'), searchIn, { signal })).rejects.toMatchObject({
      code: 'ERR_SEARCH_NOT_FOUND',
    });
  });
});

describe('torrentOfWanted', () => {
  test('keeps the info dictionary to the byte and the tiers that came along, and names ours last', () => {
    const wanted = {
      ...wantedByUpload(upload),
      trackers: [['http://b/announce', 'http://a/announce'], ['http://c/announce']],
    };
    const { infoBytes, trackers, pageswarm } = decodeMetainfo(
      torrentOfWanted(wanted, ['http://a/announce', 'http://ours/announce']),
    );
    expect(Buffer.compare(infoBytes, upload.info)).toBe(0);
    expect(trackers).toEqual([
      ['http://b/announce', 'http://a/announce'],
      ['http://c/announce'],
      ['http://ours/announce'],
    ]);
    expect(pageswarm).toMatchObject({ sha256, pages: 3 });
  });

  test('adds nothing of ours to what is not ours', () => {
    const { sha256: _unknown, map: _none, ...rest } = wantedByUpload(upload);
    expect(torrentOfWanted(rest, [])).toEqual(encodeMetainfo({ infoBytes: upload.info, trackers: [[]] }));
  });
});
