import { createHash, type Hash } from 'node:crypto';
import { equalBytes } from '../../common/bytes.ts';
import { type Info, PIECE_HASH } from '../../common/metainfo/info.ts';

/** What pieces are compared with. */
export type PieceHashes = Pick<Info, 'pieceLength' | 'pieceCount' | 'pieces'>;

/** Compares the SHA-1 of each piece with the info dictionary's while the bytes run by. */
export class PieceChecker {
  readonly #hashes: PieceHashes;
  #hash: Hash = createHash('sha1');
  #inPiece = 0;
  #piece = 0;
  #ok = true;

  constructor(hashes: PieceHashes) {
    this.#hashes = hashes;
  }

  update(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      const part = chunk.subarray(at, at + this.#hashes.pieceLength - this.#inPiece);
      this.#hash.update(part);
      this.#inPiece += part.length;
      at += part.length;
      if (this.#inPiece === this.#hashes.pieceLength) this.#check();
    }
  }

  /** Whether all pieces came, and were right. */
  end(): boolean {
    if (this.#inPiece > 0) this.#check();
    return this.#ok && this.#piece === this.#hashes.pieceCount;
  }

  #check(): void {
    const wanted = this.#hashes.pieces.subarray(this.#piece * PIECE_HASH, (this.#piece + 1) * PIECE_HASH);
    if (!equalBytes(this.#hash.digest(), wanted)) this.#ok = false;
    this.#hash = createHash('sha1');
    this.#inPiece = 0;
    this.#piece++;
  }
}
