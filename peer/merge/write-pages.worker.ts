import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { ByteReader } from '../../common/pdf/byte-reader.ts';
import { extractPages, isRange, type Piece, planExtract } from '../../common/pdf/extract-pages.ts';
import { decodePageMap } from '../../common/pdf/page-map-decode.ts';
import type { IndexRange } from '../../common/range.ts';
import { openFileReader } from '../../common/runtime/file-reader.ts';
import { answerJobs } from '../../common/runtime/run-worker.ts';
import { joinRuns } from './join-runs.ts';

interface Job {
  readonly source: string;
  readonly map: Uint8Array;
  readonly pages: readonly IndexRange[];
  readonly temporary: string;
  readonly together: boolean;
}

/** Pieces of the original are copied in steps of this, so that a run of any length fits into memory. */
const STEP_BYTES = 1_048_576;

async function write({
  source,
  map: blob,
  pages,
  temporary,
  together,
}: Job): Promise<{ pages: number; bytes: number }> {
  using reader = openFileReader(source);
  const map = decodePageMap(blob);
  const runs = pages.map(({ first, end }) => Array.from({ length: end - first }, (_, at) => first + at));
  const [only = []] = runs;
  const joined =
    runs.length > 1 && !together
      ? await joinRuns(
          map,
          runs.map((run) => extractPages(map, reader, run)),
        )
      : undefined;
  // what pdf-lib cannot read is still extracted as one set of pages
  const pieces =
    joined === undefined ? planExtract(map, reader, runs.length > 1 ? runs.flat() : only) : [joined];
  return { pages: runs.flat().length, bytes: writePieces(temporary, reader, pieces) };
}

function writePieces(path: string, reader: ByteReader, pieces: readonly Piece[]): number {
  const file = openSync(path, 'wx');
  let bytes = 0;
  try {
    for (const piece of pieces) {
      if (!isRange(piece)) bytes += writeAll(file, piece);
      else {
        for (let at = piece.begin; at < piece.end; at += STEP_BYTES) {
          bytes += writeAll(file, reader.read(at, Math.min(piece.end, at + STEP_BYTES)));
        }
      }
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return bytes;
}

function writeAll(file: number, bytes: Uint8Array): number {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
  return bytes.length;
}

answerJobs(write, { fallbackCode: 'ERR_MERGE_JOIN' });
