import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../common/errors.ts';
import {
  createAtomically,
  isTemporaryName,
  temporaryBeside,
  writeAtomically,
} from '../../../common/runtime/atomic-write.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pageswarm-write-'));
  folders.push(folder);
  return folder;
}

describe('writeAtomically', () => {
  test('replaces a file as a whole and leaves nothing beside it', async () => {
    const folder = newFolder();
    const path = join(folder, 'index.json');
    writeFileSync(path, 'a much longer text that was there before');
    await writeAtomically(path, 'new', { mode: 0o600 });
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['index.json']);
  });

  test('leaves the old file, and nothing beside it, when it fails', async () => {
    const folder = newFolder();
    const path = join(folder, 'taken');
    mkdirSync(join(path, 'by a folder'), { recursive: true });
    await expect(writeAtomically(path, 'new')).rejects.toMatchObject({ code: expect.any(String) });
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  test('ends with one of many writers, whole', async () => {
    const path = join(newFolder(), 'shared');
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
    await Promise.all(texts.map((text) => writeAtomically(path, text)));
    expect(texts).toContain(readFileSync(path, 'utf8'));
    expect(readdirSync(dirname(path))).toEqual(['shared']);
  });
});

describe('writeAtomically, of many at a time', () => {
  test('writes each whole, and says of each that cannot be written why', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'taken', 'by a folder'), { recursive: true });
    const pool = Buffer.from('x'.repeat(100_000));
    const writes = Array.from({ length: 100 }, (_, index) => {
      const place = index === 7 ? 'nowhere/7' : index === 50 ? 'taken' : String(index);
      return writeAtomically(join(folder, place), pool.subarray(index, index + 1000), { mode: 0o600 });
    });
    const outcomes = await Promise.allSettled(writes);
    const failed = outcomes.flatMap((one, index) => (one.status === 'rejected' ? [[index, one.reason]] : []));
    expect(failed).toEqual([
      [7, expect.objectContaining({ code: 'ENOENT' })],
      [50, expect.objectContaining({ code: expect.stringMatching(/^E[A-Z]+$/) })],
    ]);
    expect(failed.some(([, reason]) => reason instanceof CodedError)).toBe(false); // what it means, the caller says
    expect(readdirSync(folder)).toHaveLength(99);
    expect(readFileSync(join(folder, '99'))).toEqual(pool.subarray(99, 1099));
    expect(statSync(join(folder, '99')).mode & 0o777).toBe(0o600);
  });
});

describe('createAtomically', () => {
  test('lets one of many have the file, whole, and leaves nothing beside it', async () => {
    const path = join(newFolder(), 'taken');
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
    const created = await Promise.all(texts.map((text) => createAtomically(path, text, 0o600)));
    expect(created.filter((one) => one)).toHaveLength(1);
    expect(readFileSync(path, 'utf8')).toBe(texts[created.indexOf(true)]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(path))).toEqual(['taken']);
  });
});

describe('temporaryBeside', () => {
  test('gives new names in the same folder, which isTemporaryName knows', () => {
    const one = temporaryBeside('/data/index.json');
    expect(dirname(one)).toBe('/data');
    expect(isTemporaryName(one.slice('/data/'.length))).toBe(true);
    expect(temporaryBeside('/data/index.json')).not.toBe(one);
    expect(['.tmp', 'a.tmp', '.0123456789abcdef.tmp.pdf'].some(isTemporaryName)).toBe(false);
  });
});
