import { describe, expect, test } from '@jest/globals';
import { contradictions } from '../../../../peer/verify/verify.ts';

const verdict = { md5: 'a'.repeat(32), sha256: 'b'.repeat(64), piecesOk: true };

describe('contradictions', () => {
  test('are none where the file is what was published, or nothing was', () => {
    expect(contradictions(verdict, { md5: verdict.md5, sha256: verdict.sha256 })).toEqual([]);
    expect(contradictions(verdict, {})).toEqual([]);
  });

  test('name each digest that differs, with both values, and the pieces', () => {
    const published = { md5: 'c'.repeat(32), sha256: 'd'.repeat(64) };
    expect(contradictions({ ...verdict, piecesOk: false }, published)).toEqual([
      `its MD5 is ${verdict.md5}, not ${published.md5}`,
      `its SHA-256 is ${verdict.sha256}, not ${published.sha256}`,
      'its pieces are not those of the .torrent',
    ]);
  });
});
