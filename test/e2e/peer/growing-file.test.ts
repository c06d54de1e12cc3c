import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { GrowingFile } from '../../../peer/verify/verify.ts';
import { createLab } from '../../support/lab.ts';

const MIB = 2 ** 20;
const PIECE = MIB;
const hex = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex');

/** Bytes that differ from piece to piece, and what their pieces hash to. */
function aDocument(size: number) {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 4096) bytes.writeUInt32BE(at, at);
  const hashes: Buffer[] = [];
  for (let at = 0; at < size; at += PIECE)
    hashes.push(
      createHash('sha1')
        .update(bytes.subarray(at, at + PIECE))
        .digest(),
    );
  return {
    bytes,
    pieces: { pieceLength: PIECE, pieceCount: hashes.length, pieces: Buffer.concat(hashes) },
  };
}

describe('GrowingFile', () => {
  test.each([
    [1, 2],
    [20, 2],
    [20, 3],
  ])('says what a file of %i MiB is whose beginning came late, on %i cores', async (mebibytes, cores) => {
    await using lab = await createLab();
    const { bytes, pieces } = aDocument(mebibytes * MIB + 1234);
    const path = await lab.file('arriving', new Uint8Array(bytes.length));
    const { signal } = new AbortController();
    await using growing = new GrowingFile({ path, size: bytes.length, pieces, signal }, cores);
    await using file = await open(path, 'r+');
    const middle = Math.floor(bytes.length / 2);
    await file.write(bytes, middle, bytes.length - middle, middle);
    growing.grew(0);
    await file.write(bytes, 0, Math.min(6 * MIB, middle), 0);
    growing.grew(Math.min(6 * MIB, middle));
    await file.write(bytes, 0, middle, 0);
    growing.grew(bytes.length);
    expect(await growing.verdict()).toEqual({
      md5: hex('md5', bytes),
      sha256: hex('sha256', bytes),
      piecesOk: true,
    });
  });

  test('says that pieces are wrong, and that a file has become shorter', async () => {
    await using lab = await createLab();
    const { bytes, pieces } = aDocument(17 * MIB);
    const path = await lab.file('arriving', bytes);
    const { signal } = new AbortController();
    const wrong = { ...pieces, pieces: pieces.pieces.map((byte, at) => (at === 30 ? byte ^ 1 : byte)) };
    await using growing = new GrowingFile({ path, size: bytes.length, pieces: wrong, signal });
    expect((await growing.verdict()).piecesOk).toBe(false);
    await using longer = new GrowingFile({ path, size: bytes.length + 1, pieces, signal });
    expect((await longer.verdict()).sha256).toBe(hex('sha256', bytes));
  });
});
