import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { concatBytes } from '../../common/bytes.ts';

/** At most; pieces are smaller or as large, powers of two all. */
const READ_BYTES = 1_048_576;
const REPORT_EVERY_BYTES = 33_554_432;

/** The digests of a file, all from one reading. */
export interface Hashes {
  readonly sha256: string;
  readonly md5: string;
  /** SHA-1 of each piece, 20 bytes each */
  readonly pieces: Uint8Array;
}

/**
 * Hashes the file at `path`, in this thread.
 *
 * @param report is told every 32 MiB how many bytes are done
 */
export function hashDocument(path: string, pieceLength: number, report: (done: number) => void): Hashes {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  const pieces: Uint8Array[] = [];
  const buffer = new Uint8Array(Math.max(pieceLength, READ_BYTES - (READ_BYTES % pieceLength)));
  const file = openSync(path, 'r');
  try {
    for (let done = 0; ; ) {
      const bytes = buffer.subarray(0, readFully(file, buffer));
      if (bytes.length === 0) break;
      sha256.update(bytes);
      md5.update(bytes);
      for (let at = 0; at < bytes.length; at += pieceLength) {
        pieces.push(
          createHash('sha1')
            .update(bytes.subarray(at, at + pieceLength))
            .digest(),
        );
      }
      const before = Math.floor(done / REPORT_EVERY_BYTES);
      done += bytes.length;
      if (Math.floor(done / REPORT_EVERY_BYTES) > before) report(done);
    }
  } finally {
    closeSync(file);
  }
  return { sha256: sha256.digest('hex'), md5: md5.digest('hex'), pieces: concatBytes(pieces) };
}

/** Fills `buffer` unless the file ends; a short read must not cut a piece. */
function readFully(file: number, buffer: Uint8Array): number {
  let filled = 0;
  while (filled < buffer.length) {
    const count = readSync(file, buffer, filled, buffer.length - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}
