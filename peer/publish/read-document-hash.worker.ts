import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { concatBytes } from '../../common/bytes.ts';
import { answerJob } from '../../common/runtime/run-worker.ts';

interface Job {
  readonly path: string;
  readonly pieceLength: number;
}

/** At most; pieces are smaller or as large, powers of two all. */
const READ_BYTES = 1_048_576;
const REPORT_EVERY_BYTES = 33_554_432;

function hash({ path, pieceLength }: Job, report: (done: number) => void) {
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

await answerJob((report) => hash(workerData, report), 'ERR_FILE_UNREADABLE');
