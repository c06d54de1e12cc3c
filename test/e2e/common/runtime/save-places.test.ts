import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { savePlaces } from '../../../../common/runtime/save-places.ts';

const folder = mkdtempSync(join(tmpdir(), 'pageswarm-save-'));
const inFolder = (name: string) => join(folder, name);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('savePlaces', () => {
  const { pathOf, write } = savePlaces;

  test('knows what people mean by a path', async () => {
    expect(await pathOf('~/nothing-of-that-name', 'a')).toBe(join(homedir(), 'nothing-of-that-name'));
    expect(await pathOf('b.torrent', 'a')).toBe(join(process.cwd(), 'b.torrent'));
    await mkdir(inFolder('folder'));
    expect(await pathOf(inFolder('folder'), 'a.torrent')).toBe(inFolder('folder/a.torrent'));
  });

  test('writes over a file only when it is told to', async () => {
    const path = inFolder('x');
    expect(await write(path, Buffer.from('1'), false)).toBe(true);
    expect(await write(path, Buffer.from('2'), false)).toBe(false);
    expect(await readFile(path, 'utf8')).toBe('1');
    expect(await write(path, Buffer.from('3'), true)).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('3');
    await expect(write(inFolder('no/such/x'), Buffer.of(), false)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
