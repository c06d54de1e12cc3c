import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
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
  const sha256 = createHash('sha256');
  const checker = pieces === undefined ? undefined : new PieceChecker(pieces);
  const take = (chunk: Uint8Array): void => {
    sha256.update(chunk);
    checker?.update(chunk);
  };
  const [md5] = await Promise.all([md5File(path), readThrough(path, take, signal)]);
  return { md5, sha256: sha256.digest('hex'), piecesOk: checker?.end() ?? true };
}

async function readThrough(
  path: string,
  take: (chunk: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<void> {
  const options = { highWaterMark: CHUNK, ...(signal === undefined ? {} : { signal }) };
  for await (const chunk of createReadStream(path, options)) take(chunk);
}
