import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parseInfoHash } from '../../../common/ids.ts';
import { libraryError } from '../../../peer/library/library.ts';
import { aDocument, aLibrary, dropFolders, newFolder, torrent } from '../../support/a-library.ts';

afterEach(dropFolders);

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
