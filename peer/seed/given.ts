import type { ByteRange } from '../../common/range.ts';
import type { Content } from '../content/content.ts';
import { SpanIndex } from '../fetch/fetch.ts';

const known = new WeakMap<Content, Given>();

/** Who fetches `content` of us at the moment, and what each was given; one for all connections. */
export function givenOf(content: Content): Given {
  const before = known.get(content);
  if (before !== undefined) return before;
  const fresh = new Given(content);
  known.set(content, fresh);
  return fresh;
}

/** One who fetches: it hears what the others are given. */
export interface Taker {
  /** others fetch, too, and were given `leaves` */
  hear(leaves: readonly number[]): void;
}

/**
 * Which leaves those who fetch at this moment were given, each of whom soon passes them on: told to the others, so that
 * they ask for what nobody was given yet. (docs/decisions/0032)
 */
class Given {
  readonly #index: SpanIndex;
  readonly #takers = new Map<Taker, Set<number>>();

  constructor(content: Content) {
    this.#index = new SpanIndex(content.description.layout);
  }

  /** From now on `taker` hears; first of what the others were given before. */
  join(taker: Taker): void {
    if (this.#takers.has(taker)) return;
    const before = [...this.#takers.values()].flatMap((leaves) => [...leaves]);
    if (this.#takers.size === 1) for (const alone of this.#takers.keys()) alone.hear([]);
    if (this.#takers.size > 0) taker.hear(before);
    this.#takers.set(taker, new Set());
  }

  leave(taker: Taker): void {
    this.#takers.delete(taker);
  }

  /** `taker` has asked for `range` of the file, and gets it. */
  give(taker: Taker, range: ByteRange): void {
    const given = this.#takers.get(taker);
    if (given === undefined) return;
    const leaves = this.#index.stretches(range).flatMap(({ leaf }) => (given.has(leaf) ? [] : [leaf]));
    if (leaves.length === 0) return;
    for (const leaf of leaves) given.add(leaf);
    for (const other of this.#takers.keys()) if (other !== taker) other.hear(leaves);
  }
}
