import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openFileReader } from '../../../../common/runtime/file-reader.ts';

const SIZE = 20_000_000; // more than the cache holds
const folder = mkdtempSync(join(tmpdir(), 'pageswarm-reader-'));
const path = join(folder, 'file');
const bytes = new Uint8Array(SIZE);
for (let at = 0; at < SIZE; at++) bytes[at] = at * 31 + (at >>> 8) * 17 + (at >>> 16);
writeFileSync(path, bytes);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('openFileReader', () => {
  test('reads any range, and what it read stays as it was', () => {
    using reader = openFileReader(path);
    expect(reader.size).toBe(SIZE);
    const range = fc.tuple(fc.nat(SIZE), fc.oneof(fc.nat(100), fc.nat(200_000)));
    const kept: [Uint8Array, number][] = [];
    fc.assert(
      fc.property(range, ([begin, length]) => {
        const end = Math.min(SIZE, begin + length);
        const read = reader.read(begin, end);
        expect(Buffer.compare(read, bytes.subarray(begin, end))).toBe(0);
        kept.push([read, begin]);
      }),
      { numRuns: 500 },
    );
    for (const [read, begin] of kept) {
      expect(Buffer.compare(read, bytes.subarray(begin, begin + read.length))).toBe(0);
    }
  });

  test('says when the file became shorter', () => {
    const shrinking = join(folder, 'shrinking');
    writeFileSync(shrinking, bytes.subarray(0, 300_000));
    using reader = openFileReader(shrinking);
    truncateSync(shrinking, 100_000);
    expect(() => reader.read(200_000, 200_010)).toThrow(
      expect.objectContaining({ code: 'ERR_FILE_CHANGED' }),
    );
  });

  test('refuses a folder', () => {
    expect(() => openFileReader(folder)).toThrow(expect.objectContaining({ code: 'ERR_FILE_NOT_A_FILE' }));
  });
});
