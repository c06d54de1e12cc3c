import { openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { encodeMetainfo } from '../../../common/metainfo/metainfo.ts';
import { createShelf } from '../../../peer/content/content.ts';
import { openWhole } from '../../../peer/content/whole.ts';
import type { Library, LibraryDocument } from '../../../peer/library/library.ts';
import { aDocument, aFolder, aWholeContent } from '../../support/in-process.ts';

let folder: Awaited<ReturnType<typeof aFolder>>;
beforeEach(async () => {
  folder = await aFolder();
});
afterEach(async () => await folder[Symbol.asyncDispose]());

describe('createShelf', () => {
  test('loses a document whose file cannot be opened, and lends it again when it can', async () => {
    const made = aDocument(new Uint8Array(100_000));
    await using whole = await aWholeContent(made, folder.path);
    const lost: LibraryDocument[] = [];
    await using shelf = createShelf(aLibrary(made, whole.path), (document) => lost.push(document));
    await rm(whole.path);
    expect(await shelf.borrow(made.topic.infoHash)).toBeUndefined();
    expect(lost).toHaveLength(1);

    const again = await aWholeContent(made, folder.path);
    await again[Symbol.asyncDispose]();
    const loan = await shelf.borrow(made.topic.infoHash);
    expect(loan?.content.path).toBe(whole.path);
    loan?.giveBack();
  });
});

describe('openWhole', () => {
  test.each([
    ['written into', (path: string) => writeSync(openSync(path, 'r+'), 'other', 50_000)],
    ['cut off', (path: string) => truncateSync(path, 60_000)],
    ['deleted', (path: string) => rmSync(path)],
  ])('hands out nothing of a file that is %s while it is open', async (_, change) => {
    const made = aDocument(new Uint8Array(100_000));
    const path = join(folder.path, 'open.bin');
    writeFileSync(path, made.bytes);
    let told = 0;
    const { size, mtimeMs } = statSync(path);
    await using content = await openWhole(made.description, { path, size, mtimeMs }, () => told++);
    expect(await content.read({ begin: 49_999, end: 50_002 })).toEqual(new Uint8Array(3));
    change(path);
    await expect(content.read({ begin: 0, end: 10 })).rejects.toMatchObject({ code: 'ERR_CONTENT_CHANGED' });
    expect(told).toBe(1);
  });
});

/** A library that believes in its one document, whatever became of the file. */
function aLibrary(made: ReturnType<typeof aDocument>, path: string): Library {
  const { infoHash } = made.topic;
  const library = {
    get: () => ({
      infoHash,
      path,
      size: made.bytes.length,
      mtimeMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }),
    torrentOf: async () => encodeMetainfo({ infoBytes: made.infoBytes, trackers: [] }),
    mapOf: async () => undefined,
    recheck: async () => 'serving',
  };
  return library as unknown as Library;
}
