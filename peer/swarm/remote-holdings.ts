import { Bitfield, ones } from '../../common/bitfield.ts';
import type { ByteRange } from '../../common/range.ts';
import { MAX_EXTENDED } from '../../common/wire/frame-limits.ts';

/**
 * What the other side of a connection holds: pieces, as every client says it, and leaves, as ours do. Whichever says
 * yes counts. Leaves may be told before we have the map that says how many there are, so their bits are kept as they
 * came, and what is beyond the layout is never asked for.
 */
export class RemoteHoldings {
  readonly #pieceCount: number;
  #pieces: Bitfield | undefined;
  #leafBits: Uint8Array = new Uint8Array(0);
  #all = false;
  #given: Set<number> | undefined;
  /** leaves that it told */
  #leafCount = 0;

  constructor(pieceCount: number) {
    this.#pieceCount = pieceCount;
  }

  /** Whether it has everything, as far as it said in pieces. */
  get complete(): boolean {
    return this.#all || this.#pieces?.isFull === true;
  }

  haveAll(): void {
    this.#all = true;
  }

  /** @throws {CodedError} ERR_BITFIELD_MALFORMED */
  setPieces(bits: Uint8Array): void {
    this.#pieces = Bitfield.decode(bits, this.#pieceCount);
  }

  /** @returns whether it is news */
  havePiece(piece: number): boolean {
    if (this.#all || this.#pieces?.has(piece) === true) return false;
    this.#pieces ??= new Bitfield(this.#pieceCount);
    this.#pieces.add(piece);
    return true;
  }

  /** @param bits as they came; a copy is kept */
  setLeaves(bits: Uint8Array): void {
    this.#leafBits = bits.slice();
    this.#leafCount = bits.reduce((sum, byte) => sum + ones(byte), 0);
  }

  haveLeaves(leaves: readonly number[]): void {
    for (const leaf of leaves) {
      const at = leaf >>> 3;
      if (at >= MAX_EXTENDED) continue;
      if (at >= this.#leafBits.length) this.#grow(at + 1);
      if (!this.#saysLeaf(leaf)) this.#leafCount++;
      this.#leafBits[at] = (this.#leafBits[at] ?? 0) | (0x80 >>> (leaf & 7));
    }
  }

  /** Others fetch of it, too, and were given `leaves`. */
  give(leaves: readonly number[]): void {
    this.#given ??= new Set();
    for (const leaf of leaves) if (leaf >>> 3 < MAX_EXTENDED) this.#given.add(leaf);
  }

  /** Leaves that it told were given to others; `undefined` while it told of no others. */
  get given(): ReadonlySet<number> | undefined {
    return this.#given;
  }

  /** How much it has told that it has, 0 to 1. @param leaves of the document */
  share(leaves: number): number {
    if (this.complete) return 1;
    return Math.max(
      this.#leafCount / Math.max(1, leaves),
      (this.#pieces?.count ?? 0) / Math.max(1, this.#pieceCount),
    );
  }

  /**
   * Whether it can send all of a leaf.
   *
   * @param sameMap whether what it says of leaves is about the leaves of our page map
   * @param spans   where the bytes of `leaf` lie
   */
  hasLeaf(sameMap: boolean, spans: readonly ByteRange[], leaf: number, pieceLength: number): boolean {
    if (this.complete || (sameMap && this.#saysLeaf(leaf))) return true;
    const pieces = this.#pieces;
    if (pieces === undefined) return false;
    return spans.every(({ begin, end }) => {
      for (let piece = Math.floor(begin / pieceLength); piece * pieceLength < end; piece++) {
        if (!pieces.has(piece)) return false;
      }
      return true;
    });
  }

  #saysLeaf(leaf: number): boolean {
    return ((this.#leafBits[leaf >>> 3] ?? 0) & (0x80 >>> (leaf & 7))) !== 0;
  }

  #grow(atLeast: number): void {
    const grown = new Uint8Array(Math.min(MAX_EXTENDED, Math.max(atLeast, 2 * this.#leafBits.length)));
    grown.set(this.#leafBits);
    this.#leafBits = grown;
  }
}
