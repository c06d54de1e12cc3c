import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import md5File from 'md5-file';
import { equalBytes } from '../../common/bytes.ts';
import { type Info, PIECE_HASH } from '../../common/metainfo/info.ts';

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

/** Reads a file once more from disk and says what it is: MD5, SHA-256, and whether its pieces are those published. */
export async function verifyWhole(path: string, info: Info, signal: AbortSignal): Promise<WholeVerdict> {
  const sha256 = createHash('sha256');
  const pieces = new PieceChecker(info);
  const take = (chunk: Uint8Array): void => {
    sha256.update(chunk);
    pieces.update(chunk);
  };
  const [md5] = await Promise.all([md5File(path), readThrough(path, take, signal)]);
  return { md5, sha256: sha256.digest('hex'), piecesOk: pieces.end() };
}

async function readThrough(
  path: string,
  take: (chunk: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<void> {
  const options = { highWaterMark: CHUNK, ...(signal === undefined ? {} : { signal }) };
  for await (const chunk of createReadStream(path, options)) take(chunk);
}

/** Compares the SHA-1 of each piece with the info dictionary's while the bytes run by. */
class PieceChecker {
  readonly #info: Info;
  #hash: Hash = createHash('sha1');
  #inPiece = 0;
  #piece = 0;
  #ok = true;

  constructor(info: Info) {
    this.#info = info;
  }

  update(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      const part = chunk.subarray(at, at + this.#info.pieceLength - this.#inPiece);
      this.#hash.update(part);
      this.#inPiece += part.length;
      at += part.length;
      if (this.#inPiece === this.#info.pieceLength) this.#check();
    }
  }

  end(): boolean {
    if (this.#inPiece > 0) this.#check();
    return this.#ok && this.#piece === this.#info.pieceCount;
  }

  #check(): void {
    const wanted = this.#info.pieces.subarray(this.#piece * PIECE_HASH, (this.#piece + 1) * PIECE_HASH);
    if (!equalBytes(this.#hash.digest(), wanted)) this.#ok = false;
    this.#hash = createHash('sha1');
    this.#inPiece = 0;
    this.#piece++;
  }
}
