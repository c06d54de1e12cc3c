import { Bitfield } from '../../common/bitfield.ts';
import type { Layout } from '../../common/layout.ts';

/**
 * What the other side of a connection holds: pieces, as every client says it, and leaves, as ours do. Whichever says
 * yes counts.
 */
export class RemoteHoldings {
  readonly #pieceCount: number;
  #pieces: Bitfield | undefined;
  #leaves: Bitfield | undefined;
  #all = false;

  constructor(pieceCount: number) {
    this.#pieceCount = pieceCount;
  }

  /** Whether it has everything, as far as it said. */
  get complete(): boolean {
    return this.#all || this.#pieces?.isFull === true || this.#leaves?.isFull === true;
  }

  haveAll(): void {
    this.#all = true;
  }

  /** @throws {CodedError} ERR_BITFIELD_MALFORMED */
  setPieces(bits: Uint8Array): void {
    this.#pieces = Bitfield.decode(bits, this.#pieceCount);
  }

  havePiece(piece: number): void {
    this.#pieces ??= new Bitfield(this.#pieceCount);
    this.#pieces.add(piece);
  }

  /** @throws {CodedError} ERR_BITFIELD_MALFORMED */
  setLeaves(bits: Uint8Array, leafCount: number): void {
    this.#leaves = Bitfield.decode(bits, leafCount);
  }

  haveLeaves(leaves: readonly number[], leafCount: number): void {
    this.#leaves ??= new Bitfield(leafCount);
    for (const leaf of leaves) this.#leaves.add(leaf);
  }

  /** Whether it can send all of `leaf`. */
  hasLeaf(layout: Layout, leaf: number, pieceLength: number): boolean {
    if (this.#all || this.#leaves?.has(leaf)) return true;
    const pieces = this.#pieces;
    if (pieces === undefined) return false;
    if (pieces.isFull) return true;
    return (layout.leaves[leaf]?.spans ?? []).every(({ begin, end }) => {
      for (let piece = Math.floor(begin / pieceLength); piece * pieceLength < end; piece++) {
        if (!pieces.has(piece)) return false;
      }
      return true;
    });
  }
}
