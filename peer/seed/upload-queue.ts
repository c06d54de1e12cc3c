import type { ByteRange } from '../../common/range.ts';
import type { BlockAddress } from '../../common/wire/block-address.ts';

/** Blocks that lie end to end are read from disk together, up to so many bytes. */
export const MAX_READ = 1024 * 1024;

/** A stretch of the file to be read at once, and the blocks to be cut from it. */
export interface Reading {
  readonly range: ByteRange;
  readonly blocks: readonly BlockAddress[];
}

/** Requests that wait to be served, in the order in which they came; urgent ones first. */
export class UploadQueue {
  readonly #pieceLength: number;
  #blocks: BlockAddress[] = [];
  #urgent: BlockAddress[] = [];

  constructor(pieceLength: number) {
    this.#pieceLength = pieceLength;
  }

  get length(): number {
    return this.#blocks.length + this.#urgent.length;
  }

  add(block: BlockAddress, urgent: boolean): void {
    (urgent ? this.#urgent : this.#blocks).push(block);
  }

  /** Takes a request out. @returns whether it was there */
  cancel(block: BlockAddress): boolean {
    const before = this.length;
    this.#blocks = this.#blocks.filter((queued) => !sameBlock(queued, block));
    this.#urgent = this.#urgent.filter((queued) => !sameBlock(queued, block));
    return this.length < before;
  }

  /** Takes everything out that is not urgent. */
  clear(): BlockAddress[] {
    return this.#blocks.splice(0);
  }

  /** The next blocks that lie end to end, at most so many bytes but one block; `undefined` when nothing waits. */
  next(most = MAX_READ): Reading | undefined {
    const queue = this.#urgent.length > 0 ? this.#urgent : this.#blocks;
    const first = queue[0];
    if (first === undefined) return undefined;
    const begin = this.offsetOf(first);
    let end = begin;
    let count = 0;
    for (const block of queue) {
      if (this.offsetOf(block) !== end || end + block.length - begin > Math.min(most, MAX_READ)) break;
      end += block.length;
      count++;
    }
    return { range: { begin, end }, blocks: queue.splice(0, Math.max(1, count)) };
  }

  /** Where the block begins in the file, bytes. */
  offsetOf(block: BlockAddress): number {
    return block.piece * this.#pieceLength + block.begin;
  }
}

function sameBlock(a: BlockAddress, b: BlockAddress): boolean {
  return a.piece === b.piece && a.begin === b.begin && a.length === b.length;
}
