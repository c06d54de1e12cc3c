import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseMd5, parseSha256 } from '../../../common/ids.ts';
import { encodeInfo, infoHashOf } from '../../../common/metainfo/info.ts';
import { encodeMetainfo } from '../../../common/metainfo/metainfo.ts';
import { type Library, type LibraryDocument, openLibrary } from '../../../peer/library/library.ts';
import { aFolder } from '../../support/in-process.ts';

const trackers = [['http://tracker.example/announce']];
const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

/** Takes a file with `text` into `library`. */
async function add(library: Library, name: string, text: string, isPrivate: boolean) {
  const path = join(library.folders.library, name);
  writeFileSync(path, text);
  const pieces = createHash('sha1').update(text).digest();
  const infoBytes = encodeInfo({
    name,
    length: text.length,
    pieceLength: 16_384,
    pieces,
    private: isPrivate,
  });
  const { size, mtimeMs } = statSync(path);
  const sha256 = parseSha256(digest('sha256', text));
  const md5 = parseMd5(digest('md5', text));
  const infoHash = infoHashOf(infoBytes);
  const document = { sha256, md5, infoHash, name, path, size, mtimeMs, pages: 0, published: true };
  return await library.add(document, encodeMetainfo({ infoBytes, trackers }));
}

test('openLibrary learns once, from the kept .torrent, who may hear of a document recorded by an early version', async () => {
  await using folder = await aFolder();
  const library = await openLibrary(folder.path);
  const secret = await add(library, 'secret.pdf', 'for few', true);
  const open = await add(library, 'open.pdf', 'for all', false);
  const fileOf = ({ infoHash }: LibraryDocument) => join(folder.path, 'documents', `${infoHash}.json`);
  const recordOf = (document: LibraryDocument) => JSON.parse(readFileSync(fileOf(document), 'utf8'));
  for (const document of [secret, open]) {
    const { privateTo: _, private: __, ...early } = recordOf(document);
    writeFileSync(fileOf(document), JSON.stringify(early));
  }

  const again = await openLibrary(folder.path);
  expect(again.get(secret.infoHash)).toEqual({ ...secret, privateTo: trackers.flat() });
  expect(again.get(open.infoHash)).toEqual(open);
  expect(recordOf(secret)).toMatchObject({ private: true, privateTo: trackers.flat() });
  expect(recordOf(open)).toMatchObject({ private: false });
});
