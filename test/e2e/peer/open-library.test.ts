import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createLog } from '../../../common/runtime/log.ts';
import { openLibrary } from '../../../peer/library/library.ts';
import {
  aDocument,
  aLibrary,
  aTorrentOf,
  dropFolders,
  map,
  newFolder,
  torrent,
} from '../../support/a-library.ts';

afterEach(dropFolders);

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
