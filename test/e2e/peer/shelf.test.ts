import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { encodeMetainfo } from '../../../common/metainfo/metainfo.ts';
import { createShelf } from '../../../peer/content/content.ts';
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
