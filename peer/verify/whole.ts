import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import md5File from 'md5-file';
import { PieceChecker, type PieceHashes } from './piece-checker.ts';

/** What a file is; hexadecimal. */
export interface FileDigests {
  readonly sha256: string;
  readonly md5: string;
}

/** What the whole file turned out to be. */
export interface WholeVerdict extends FileDigests {
  /** whether every piece has the SHA-1 of the info dictionary, so that standard clients can be served */
  readonly piecesOk: boolean;
}

/** Bytes read at a time. */
const CHUNK = 1024 * 1024;

/** MD5 and SHA-256 of the file at `path`. */
export async function digestsOfFile(path: string): Promise<FileDigests> {
  const sha256 = createHash('sha256');
  const [md5] = await Promise.all([md5File(path), readThrough(path, (chunk) => sha256.update(chunk))]);
  return { md5, sha256: sha256.digest('hex') };
}

/**
 * Reads a file once more from disk and says what it is: MD5, SHA-256, and whether its pieces are those published.
 *
 * @param pieces `undefined` where each was checked when it came
 */
export async function verifyWhole(
  path: string,
  pieces: PieceHashes | undefined,
  signal: AbortSignal,
): Promise<WholeVerdict> {
  const [md5, sha256] = [createHash('md5'), createHash('sha256')];
  const checker = pieces === undefined ? undefined : new PieceChecker(pieces);
  for await (const chunk of chunksOf(path)) {
    signal.throwIfAborted();
    for (const hash of [md5, sha256, checker]) hash?.update(chunk);
  }
  return { md5: md5.digest('hex'), sha256: sha256.digest('hex'), piecesOk: checker?.end() ?? true };
}

/** The bytes of a file, each chunk until the next is asked for: a small file in one, without the cost of a stream. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK, size));
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

async function readThrough(path: string, take: (chunk: Uint8Array) => void): Promise<void> {
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) take(chunk);
}
