import type { BlockAddress } from '../../common/wire/block-address.ts';
import { BLOCK_HEADER, putBlockHeader } from '../../common/wire/encode-message.ts';

/** From this size on buffers are kept for the next, bytes: smaller ones cost less than keeping them. */
const WORTH_KEEPING = 64 * 1024;
/** Bytes of buffers that nobody uses and that are kept, at most. */
const MAX_KEPT = 8 * 1024 * 1024;

/** Blocks that are to be sent one after the other. */
export interface BlockFrames {
  /** as they travel, once `places` are filled */
  readonly bytes: Uint8Array;
  /** where the bytes of the document go, in the order of the blocks */
  readonly places: readonly Uint8Array[];
  /** The buffer may be used for others. */
  giveBack(): void;
}

/** Lays out blocks with their headers, so that they are read from disk to where they are sent from. */
export class BlockLayouter {
  readonly #kept: Uint8Array[] = [];
  readonly #capacity: number;

  /** @param capacity bytes of a buffer that is kept: what is asked for most */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @param blocks whose bytes lie end to end in the file */
  layOut(blocks: readonly BlockAddress[]): BlockFrames {
    const length = blocks.reduce((sum, block) => sum + BLOCK_HEADER + block.length, 0);
    const buffer = this.#take(length);
    const places: Uint8Array[] = [];
    let at = 0;
    for (const block of blocks) {
      putBlockHeader(buffer, at, block);
      at += BLOCK_HEADER + block.length;
      places.push(buffer.subarray(at - block.length, at));
    }
    return { bytes: buffer.subarray(0, length), places, giveBack: () => this.#giveBack(buffer) };
  }

  #take(length: number): Uint8Array {
    if (length < WORTH_KEEPING || length > this.#capacity) return Buffer.allocUnsafe(length);
    return this.#kept.pop() ?? Buffer.allocUnsafeSlow(this.#capacity);
  }

  #giveBack(buffer: Uint8Array): void {
    const wanted = buffer.length === this.#capacity && (this.#kept.length + 1) * this.#capacity <= MAX_KEPT;
    if (wanted) this.#kept.push(buffer);
  }
}
