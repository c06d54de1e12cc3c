import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parseInfoHash, parseMd5, parseSha256 } from '../../../common/ids.ts';
import { encodeInfo, infoHashOf } from '../../../common/metainfo/info.ts';
import { encodeMetainfo } from '../../../common/metainfo/metainfo.ts';
import { createLog } from '../../../common/runtime/log.ts';
import { type Library, libraryError, type NewDocument, openLibrary } from '../../../peer/library/library.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pageswarm-library-'));
  folders.push(folder);
  return folder;
}

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

/** A document with `text` as its bytes, written to `path`. */
function aDocument(path: string, text: string, name = 'book.pdf'): NewDocument {
  writeFileSync(path, text);
  const { size, mtimeMs } = statSync(path);
  return {
    sha256: parseSha256(digest('sha256', text)),
    md5: parseMd5(digest('md5', text)),
    infoHash: parseInfoHash(digest('sha1', text)),
    name,
    path,
    size,
    mtimeMs,
    pages: 3,
    published: true,
  };
}

const torrent = new Uint8Array([100, 101]);
const map = new Uint8Array([1, 2, 3]);

/** `document`, and the `.torrent` that describes its bytes. */
function aTorrentOf(document: NewDocument): [NewDocument, Uint8Array] {
  const bytes = readFileSync(document.path);
  const pieceLength = 16_384;
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength) {
    pieces.push(
      createHash('sha1')
        .update(bytes.subarray(at, at + pieceLength))
        .digest(),
    );
  }
  const { name, size, sha256, pages } = document;
  const infoBytes = encodeInfo({ name, length: size, pieceLength, pieces: Buffer.concat(pieces) });
  const torrentBytes = encodeMetainfo({ infoBytes, trackers: [], pageswarm: { sha256, pages } });
  return [{ ...document, infoHash: infoHashOf(infoBytes) }, torrentBytes];
}

/** A new library with one document outside its own folder. */
async function aLibrary(): Promise<{ data: string; library: Library; outside: NewDocument }> {
  const data = newFolder();
  const library = await openLibrary(data);
  const outside = aDocument(join(newFolder(), 'outside.pdf'), 'outside', 'outside.pdf');
  await library.add(outside, torrent, map);
  return { data, library, outside };
}

describe('openLibrary', () => {
  test('finds after a restart what was added, with its metainfo, map and upload count', async () => {
    const { data, library, outside } = await aLibrary();
    library.countUpload(outside.infoHash, 500);
    await library[Symbol.asyncDispose]();

    const again = await openLibrary(data);
    expect(again.documents()).toEqual([{ ...outside, inLibrary: false, uploadedBytes: 500 }]);
    expect(await again.torrentOf(outside.infoHash)).toEqual(torrent);
    expect(await again.mapOf(outside.infoHash)).toEqual(map);
    expect(again.secret).toBe(library.secret);
    expect(again.key.equals(library.key)).toBe(true);
  });

  test('keeps its secrets readable by the owner only, also when a copy has opened them', async () => {
    const data = newFolder();
    await openLibrary(data);
    chmodSync(join(data, 'key.pem'), 0o644);
    await openLibrary(data);
    for (const name of ['key.pem', 'host.secret'])
      expect(statSync(join(data, name)).mode & 0o777).toBe(0o600);
  });

  test('refuses a damaged key instead of replacing it', async () => {
    const data = newFolder();
    await openLibrary(data);
    writeFileSync(join(data, 'key.pem'), 'not a key');
    await expect(openLibrary(data)).rejects.toMatchObject({ code: 'ERR_LIBRARY_KEY_DAMAGED' });
  });

  test('gives two that open a new folder at once the same identity', async () => {
    const data = newFolder();
    const [one, other] = await Promise.all([openLibrary(data), openLibrary(data)]);
    expect(one.secret).toBe(other.secret);
    expect(one.key.equals(other.key)).toBe(true);
  });

  test('follows its folder when it is moved', async () => {
    const data = newFolder();
    const library = await openLibrary(data);
    await library.add(aDocument(join(library.folders.library, 'in.pdf'), 'in'), torrent);
    const moved = join(newFolder(), 'elsewhere');
    renameSync(data, moved);

    const [document] = (await openLibrary(moved)).documents();
    expect(document?.path).toBe(join(moved, 'library', 'in.pdf'));
    expect(document?.inLibrary).toBe(true);
  });

  test('sets a damaged record aside, says so, and keeps all others', async () => {
    const { data, library, outside } = await aLibrary();
    const other = await library.add(aDocument(join(library.folders.library, 'in.pdf'), 'in'), torrent);
    const record = join(data, 'documents', `${outside.infoHash}.json`);
    writeFileSync(record, '{"version":1,');

    const lines: string[] = [];
    const again = await openLibrary(data, {
      log: createLog({ level: 'warn', write: (line) => void lines.push(line) }),
    });
    expect(again.documents()).toEqual([other]);
    expect(existsSync(`${record}.damaged`)).toBe(true);
    expect(lines.join()).toContain('record-set-aside');
    expect(await again.torrentOf(outside.infoHash)).toEqual(torrent);
  });

  test('rebuilds a lost record from the .torrent and the file, under whatever name it lies', async () => {
    const data = newFolder();
    const library = await openLibrary(data);
    const text = 'a document of several pieces '.repeat(2000);
    const path = join(library.folders.library, 'renamed by its owner');
    const document = await library.add(...aTorrentOf(aDocument(path, text)));
    rmSync(join(data, 'documents', `${document.infoHash}.json`));

    const again = await openLibrary(data);
    expect(again.documents()).toEqual([{ ...document, published: false }]);
    expect(await again.state(document)).toBe('serving');
  });

  test('takes a download that is not finished for no lost record', async () => {
    const data = newFolder();
    const library = await openLibrary(data);
    const [document, bytes] = aTorrentOf(aDocument(join(library.folders.library, 'copy'), 'text'));
    await library.keep(document.infoHash, bytes);
    writeFileSync(library.partialPath(document.infoHash), 'te');
    expect((await openLibrary(data)).documents()).toEqual([]);
  });

  test('does not believe a record that leads out of the library folder', async () => {
    const data = newFolder();
    const library = await openLibrary(data);
    const document = await library.add(aDocument(join(library.folders.library, 'in.pdf'), 'in'), torrent);
    const record = join(data, 'documents', `${document.infoHash}.json`);
    writeFileSync(record, readFileSync(record, 'utf8').replace('"in.pdf"', '"../../../etc/passwd"'));
    expect((await openLibrary(data)).documents()).toEqual([]);
  });

  test('overlooks what a killed write left behind', async () => {
    const { data } = await aLibrary();
    writeFileSync(join(data, 'documents', '.0123456789abcdef.tmp'), '{"half');
    expect((await openLibrary(data)).documents()).toHaveLength(1);
  });

  test('says what is wrong with a folder that cannot be written', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    await expect(openLibrary(join(file, 'data'))).rejects.toMatchObject({ code: 'ERR_LIBRARY_IO' });
  });
});

describe('Library', () => {
  test('recognises a file in its folder under whatever name, and no symbolic link', async () => {
    const { library } = await aLibrary();
    const wanted = aDocument(join(newFolder(), 'x'), 'the bytes');
    symlinkSync(wanted.path, join(library.folders.library, 'link.pdf'));
    writeFileSync(join(library.folders.library, 'same-size'), 'THE BYTES');
    expect(await library.recognise(wanted.sha256, wanted.size)).toBeUndefined();

    mkdirSync(join(library.folders.library, 'deep'));
    const path = join(library.folders.library, 'deep', 'odd name');
    writeFileSync(path, 'the bytes');
    expect(await library.recognise(wanted.sha256, wanted.size)).toBe(path);
  });

  test('hashes a file again only when it changed', async () => {
    const { data, library } = await aLibrary();
    const path = join(library.folders.library, 'a');
    const before = aDocument(path, 'before');
    expect(await library.recognise(before.sha256, before.size)).toBe(path);
    expect(readFileSync(join(data, 'hashes.json'), 'utf8')).toContain(before.sha256);

    writeFileSync(path, 'behind');
    utimesSync(path, 1, 1);
    expect(await library.recognise(before.sha256, before.size)).toBeUndefined();
  });

  test('knows a document that is missing or changed, and serves again what was only touched', async () => {
    const { library, outside } = await aLibrary();
    const document = library.find(outside.sha256);
    expect(await library.state(document)).toBe('serving');

    utimesSync(document.path, 5, 5);
    expect(await library.state(document)).toBe('changed');
    expect(await library.recheck(document)).toBe('serving');
    expect(await library.state(library.find(outside.sha256))).toBe('serving');

    writeFileSync(document.path, 'OUTSIDE');
    expect(await library.recheck(document)).toBe('changed');
    rmSync(document.path);
    expect(await library.recheck(document)).toBe('missing');
  });

  test('finds a document again that was renamed within the library folder', async () => {
    const { library } = await aLibrary();
    const document = await library.add(aDocument(join(library.folders.library, 'a.pdf'), 'renamed'), torrent);
    renameSync(document.path, join(library.folders.library, 'b.pdf'));
    expect(await library.state(document)).toBe('missing');
    expect(await library.recheck(document)).toBe('serving');
    expect(library.get(document.infoHash)?.path).toBe(join(library.folders.library, 'b.pdf'));
  });

  test('gives free names inside its folder, whatever the name is', async () => {
    const { library } = await aLibrary();
    const inside = library.folders.library;
    expect(await library.placeFor('a.pdf')).toBe(join(inside, 'a.pdf'));
    writeFileSync(join(inside, 'a.pdf'), '');
    symlinkSync('/nowhere', join(inside, 'a (2).pdf'));
    expect(await library.placeFor('a.pdf')).toBe(join(inside, 'a (3).pdf'));
    for (const name of [
      '../../x.pdf',
      '/etc/passwd',
      '..',
      '',
      'C:\\x.pdf',
      'a\0b.pdf',
      `${'é'.repeat(300)}.pdf`,
    ]) {
      expect(join(await library.placeFor(name), '..')).toBe(inside);
    }
  });

  test('numbers a name of full length, too', async () => {
    const { library } = await aLibrary();
    const name = `${'n'.repeat(251)}.pdf`;
    writeFileSync(await library.placeFor(name), '');
    expect(await library.placeFor(name)).toMatch(/n \(2\)\.pdf$/);
  });

  test('moves two files of one name in at once without losing one', async () => {
    const { library } = await aLibrary();
    const from = [0, 1, 2, 3].map((count) => join(library.folders.partial, `${count}.part`));
    for (const path of from) writeFileSync(path, path);
    const places = await Promise.all(from.map((path) => library.moveIn(path, 'same.pdf')));
    expect(new Set(places).size).toBe(4);
    expect(places.map((place) => readFileSync(place, 'utf8'))).toEqual(from);
    expect(readdirSync(library.folders.partial)).toEqual([]);
  });

  test('copies a file in and leaves nothing when there is none to copy', async () => {
    const { library, outside } = await aLibrary();
    expect(readFileSync(await library.copyIn(outside.path, 'copy.pdf'), 'utf8')).toBe('outside');
    await expect(library.copyIn('/nowhere', 'x.pdf')).rejects.toMatchObject({ code: 'ERR_LIBRARY_IO' });
    expect(readdirSync(library.folders.library)).toEqual(['copy.pdf']);
  });

  test('forgets a document and leaves its file, unless told to delete it', async () => {
    const { library, outside } = await aLibrary();
    expect(await library.remove(outside.infoHash, { deleteFile: false })).toEqual({ fileDeleted: false });
    expect(existsSync(outside.path)).toBe(true);
    expect(await library.torrentOf(outside.infoHash)).toBeUndefined();

    await library.add(outside, torrent);
    expect(await library.remove(outside.infoHash, { deleteFile: true })).toEqual({ fileDeleted: true });
    expect(existsSync(outside.path)).toBe(false);
    expect(library.documents()).toEqual([]);
  });

  test('does not delete a file that became another', async () => {
    const { library, outside } = await aLibrary();
    writeFileSync(outside.path, 'my only copy of the thesis');
    const removing = library.remove(outside.infoHash, { deleteFile: true });
    await expect(removing).rejects.toMatchObject({ code: 'ERR_LIBRARY_FILE_CHANGED' });
    expect(library.documents()).toHaveLength(1);
  });

  test('keeps metainfo of an unfinished download until that is dropped', async () => {
    const { library } = await aLibrary();
    const infoHash = parseInfoHash('ab'.repeat(20));
    await library.keep(infoHash, torrent);
    writeFileSync(library.partialPath(infoHash), 'half');
    expect(await library.partials()).toEqual([infoHash]);
    await library.dropPartial(infoHash);
    expect(await library.partials()).toEqual([]);
    expect(await library.torrentOf(infoHash)).toBeUndefined();
  });

  test('keeps the metainfo of a whole document when a stray download of it is dropped', async () => {
    const { library, outside } = await aLibrary();
    writeFileSync(library.partialPath(outside.infoHash), 'half');
    await library.dropPartial(outside.infoHash);
    expect(await library.torrentOf(outside.infoHash)).toEqual(torrent);
  });
});

describe('libraryError', () => {
  test('tells a full disk and a forbidden file from all else', () => {
    const code = (name: string) => libraryError(Object.assign(new Error('x'), { code: name }), '/f').code;
    expect(code('ENOSPC')).toBe('ERR_LIBRARY_NO_SPACE');
    expect(code('EDQUOT')).toBe('ERR_LIBRARY_NO_SPACE');
    expect(code('EROFS')).toBe('ERR_LIBRARY_NO_PERMISSION');
    expect(code('EIO')).toBe('ERR_LIBRARY_IO');
  });
});
