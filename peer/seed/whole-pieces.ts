import { createHash } from 'node:crypto';
import { PIECE_HASH } from '../../common/metainfo/info.ts';
import { type ByteRange, lengthOf } from '../../common/range.ts';
import type { Content } from '../content/content.ts';

const known = new WeakMap<Content, WholePieces>();

/** The pieces of an unfinished document that standard clients may be told of; one watch for all connections. */
export function wholePiecesOf(content: Content): WholePieces {
  const before = known.get(content);
  if (before !== undefined) return before;
  const fresh = new WholePieces(content);
  known.set(content, fresh);
  return fresh;
}

/**
 * Pieces that are whole and have the right SHA-1. Leaves are verified as they come, but standard clients deal in pieces, and
 * what is told to them has been hashed as they would. Nothing is read or hashed while no such client is connected.
 */
class WholePieces {
  readonly #content: Content;
  readonly #right = new Set<number>();
  /** whole pieces that are hashed, or were and are wrong */
  readonly #seen = new Set<number>();
  readonly #queue: number[] = [];
  readonly #listeners = new Set<(piece: number) => void>();
  #hashing = false;
  #forget: (() => void) | undefined;

  constructor(content: Content) {
    this.#content = content;
  }

  /** Calls `listener` with each piece that is right, those before and those to come. @returns what ends that */
  listen(listener: (piece: number) => void): () => void {
    for (const piece of this.#right) listener(piece);
    this.#listeners.add(listener);
    if (this.#forget === undefined) this.#begin();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#forget?.();
      this.#forget = undefined;
      for (const piece of this.#queue.splice(0)) this.#seen.delete(piece);
    };
  }

  #begin(): void {
    const { layout, info } = this.#content.description;
    this.#forget = this.#content.onLeaf((leaf) => {
      for (const span of layout.leaves[leaf]?.spans ?? []) this.#lookAt(span);
    });
    this.#lookAt({ begin: 0, end: info.length });
  }

  #lookAt({ begin, end }: ByteRange): void {
    const { pieceLength } = this.#content.description.info;
    for (let piece = Math.floor(begin / pieceLength); piece * pieceLength < end; piece++) {
      if (this.#seen.has(piece) || !this.#content.holds(this.#rangeOf(piece))) continue;
      this.#seen.add(piece);
      this.#queue.push(piece);
    }
    void this.#hash();
  }

  /** One piece at a time, so that serving and fetching go on between. */
  async #hash(): Promise<void> {
    if (this.#hashing) return;
    this.#hashing = true;
    for (let piece = this.#queue.shift(); piece !== undefined; piece = this.#queue.shift()) {
      if (!(await this.#isRight(piece))) continue;
      this.#right.add(piece);
      for (const listener of [...this.#listeners]) listener(piece);
    }
    this.#hashing = false;
  }

  async #isRight(piece: number): Promise<boolean> {
    const range = this.#rangeOf(piece);
    try {
      const bytes = await this.#content.read(range);
      const wanted = this.#content.description.info.pieces.subarray(
        piece * PIECE_HASH,
        (piece + 1) * PIECE_HASH,
      );
      return bytes.length === lengthOf(range) && createHash('sha1').update(bytes).digest().equals(wanted);
    } catch {
      return false; // the download has ended, or its file cannot be read: then it is not offered, either
    }
  }

  #rangeOf(piece: number): ByteRange {
    const { pieceLength, length } = this.#content.description.info;
    return { begin: piece * pieceLength, end: Math.min(length, (piece + 1) * pieceLength) };
  }
}
