const MIN_PIECE_LENGTH = 16 * 1024;
const MAX_PIECE_LENGTH = 1024 * 1024;
const WANTED_PIECES = 2048;

/**
 * The piece length, bytes, of everything we publish: the smallest power of two from 16 KiB that gives at most 2,048
 * pieces, but never above 1 MiB. A fixed function of `size`, so that all who publish the same bytes under the same
 * name make the same info dictionary.
 */
export function pieceLengthFor(size: number): number {
  let length = MIN_PIECE_LENGTH;
  while (length < MAX_PIECE_LENGTH && length * WANTED_PIECES < size) length *= 2;
  return length;
}

/** Pieces of a torrent of `size` bytes: the last one may be shorter. @see BEP 3, "pieces" */
export function pieceCountOf(size: number, pieceLength: number): number {
  return Math.ceil(size / pieceLength);
}
