import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deliver, deliverCopy } from '../../../peer/merge/merge.ts';
import { aFolder } from '../../support/in-process.ts';

let folder: Awaited<ReturnType<typeof aFolder>>;
let from: string;
beforeEach(async () => {
  folder = await aFolder();
  from = join(folder.path, 'finished.part');
  await writeFile(from, 'the document');
});
afterEach(async () => await folder[Symbol.asyncDispose]());

describe.each([
  ['deliver', deliver],
  ['deliverCopy', deliverCopy],
])('%s', (_, put) => {
  test('puts the file where it is wanted, in a folder that was not there', async () => {
    const target = join(folder.path, 'new', 'book.pdf');
    await put(from, target);
    expect(await readFile(target, 'utf8')).toBe('the document');
  });

  test('replaces nothing, and keeps the document', async () => {
    const target = join(folder.path, 'book.pdf');
    await writeFile(target, 'somebody else');
    await expect(put(from, target)).rejects.toMatchObject({ code: 'ERR_GET_TARGET_EXISTS' });
    expect(await readFile(target, 'utf8')).toBe('somebody else');
    expect(await readFile(from, 'utf8')).toBe('the document');
  });

  test('does not take a file in the place of the folder for the target', async () => {
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    await expect(put(from, join(file, 'book.pdf'))).rejects.toMatchObject({ code: 'ERR_MERGE_DELIVER' });
  });
});
