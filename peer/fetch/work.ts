import type { Layout } from '../../common/layout.ts';
import type { ByteRange } from '../../common/range.ts';
import { Ledger } from './ledger.ts';
import { requestPlan } from './request-plan.ts';
import type { Source } from './source.ts';
import { type LeafStretch, SpanIndex } from './span-index.ts';

/** Leaves are turned into requests this many bytes at a time, so that spans which touch become one request. */
const BATCH_BYTES = 1024 * 1024;

/** A leaf that a holder was asked for, and what of it has not arrived, bytes. */
export interface Owed {
  readonly leaf: number;
  readonly missing: number;
  readonly bytes: number;
}

/** The work of a download as it is dealt out: what each holder owes, and the requests that follow from it. */
export class Work {
  readonly ledger: Ledger;
  readonly #layout: Layout;
  readonly #pieceLength: number;
  readonly #index: SpanIndex;

  /** @param verified leaves that are on disk already */
  constructor(layout: Layout, pieceLength: number, verified: Iterable<number>) {
    this.ledger = new Ledger(layout, verified);
    this.#layout = layout;
    this.#pieceLength = pieceLength;
    this.#index = new SpanIndex(layout);
  }

  /** Bytes of the document. */
  get size(): number {
    return this.#layout.size;
  }

  /** Bytes of all `leaves`. */
  bytesOf(leaves: readonly number[]): number {
    return leaves.reduce((sum, leaf) => sum + this.ledger.bytesOf(leaf), 0);
  }

  /** From now on `source` owes `leaves`, whoever else does, before or after what it has to do. */
  give(source: Source, leaves: readonly number[], where: 'front' | 'back'): void {
    const fresh = leaves.filter((leaf) => !this.ledger.owes(leaf, source.place));
    for (const leaf of fresh) this.ledger.give(leaf, source.place);
    source.remaining += this.bytesOf(fresh);
    source.queue = where === 'front' ? [...fresh, ...source.queue] : [...source.queue, ...fresh];
  }

  /** Takes leaves from a holder that goes on, and cancels what was asked only for them. @returns those it owed */
  takeFrom(source: Source, leaves: readonly number[]): number[] {
    const taken = new Set(leaves.filter((leaf) => this.ledger.owes(leaf, source.place)));
    let asked = false;
    for (const leaf of taken) {
      if (source.active.delete(leaf)) asked = true;
      source.remaining -= this.ledger.bytesOf(leaf) - this.ledger.take(leaf, source.place);
    }
    if (taken.size > 0) source.queue = source.queue.filter((leaf) => !taken.has(leaf));
    if (asked) this.#cancelNeedless(source);
    return [...taken];
  }

  #cancelNeedless(source: Source): void {
    for (const block of [...source.outstanding.values()]) {
      if (!this.#isOwed(source, block)) source.cancel(block);
    }
  }

  /** Takes everything from a holder that does not go on. @returns what it owed */
  takeAll(source: Source): number[] {
    const leaves = source.drop();
    for (const leaf of leaves) this.ledger.take(leaf, source.place);
    return leaves;
  }

  /** The leaf has come, right, from `source`: it owes it no more. @returns whether others owe it, too */
  settle(source: Source, leaf: number): boolean {
    source.active.delete(leaf);
    this.ledger.take(leaf, source.place);
    this.ledger.verify(leaf);
    return this.ledger.owing(leaf) > 0;
  }

  /** What `source` was asked for and `other`, who owes none of it, has; in the order in which it comes. */
  asked(source: Source, other: Source): Owed[] {
    return [...source.active]
      .filter((leaf) => !this.ledger.owes(leaf, other.place) && other.has(leaf))
      .map((leaf) => {
        const bytes = this.ledger.bytesOf(leaf);
        return { leaf, bytes, missing: bytes - this.ledger.received(leaf, source.place) };
      });
  }

  /** Leaves that `source` owes and was not asked for a byte of. */
  unasked(source: Source): number[] {
    const asked = new Set<number>();
    for (const block of source.outstanding.values())
      for (const { leaf } of this.owedIn(source, block)) asked.add(leaf);
    const waiting = [...source.active].filter(
      (leaf) => !asked.has(leaf) && this.ledger.received(leaf, source.place) === 0,
    );
    return [...waiting, ...source.queue];
  }

  /** The stretches of `block` that `source` owes. */
  owedIn(source: Source, block: ByteRange): LeafStretch[] {
    return this.#index.stretches(block).filter(({ leaf }) => this.ledger.owes(leaf, source.place));
  }

  /** The next request to `source`; `undefined` when it has been asked for all that it owes. */
  nextRequest(source: Source): ByteRange | undefined {
    for (;;) {
      if (source.planned.length === 0) source.planned = this.#planBatch(source);
      const block = source.planned.shift();
      // what was planned may have been given to another since
      if (block === undefined || this.#isOwed(source, block)) return block;
    }
  }

  #planBatch(source: Source): ByteRange[] {
    const batch: number[] = [];
    let bytes = 0;
    while (bytes < BATCH_BYTES) {
      const leaf = source.queue.shift();
      if (leaf === undefined) break;
      batch.push(leaf);
      source.active.add(leaf);
      bytes += this.ledger.bytesOf(leaf);
    }
    return requestPlan(this.#layout, batch, this.#pieceLength);
  }

  #isOwed(source: Source, block: ByteRange): boolean {
    return this.owedIn(source, block).length > 0;
  }
}
