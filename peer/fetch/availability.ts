import type { Source } from './source.ts';

/** Which holder has which leaf, and how many have each: kept as they tell it, so that asking is cheap. */
export class Availability {
  readonly #leaves: number;
  /** how many holders have each leaf */
  readonly #counts: Uint16Array;
  readonly #bySource = new Map<Source, Uint8Array>();

  /** @param leaves how many the document has */
  constructor(leaves: number) {
    this.#leaves = leaves;
    this.#counts = new Uint16Array(leaves);
  }

  /** Takes note of what `source` has, of `leaves` or of all. */
  look(source: Source, leaves?: readonly number[]): void {
    const held = this.#bySource.get(source) ?? new Uint8Array(this.#leaves);
    this.#bySource.set(source, held);
    if (leaves === undefined)
      for (let leaf = 0; leaf < this.#leaves; leaf++) this.#lookAt(source, held, leaf);
    else for (const leaf of leaves) if (leaf < this.#leaves) this.#lookAt(source, held, leaf);
  }

  #lookAt(source: Source, held: Uint8Array, leaf: number): void {
    const has = Number(source.has(leaf));
    this.#counts[leaf] = this.count(leaf) + has - (held[leaf] ?? 0);
    held[leaf] = has;
  }

  /** The holder is gone. */
  forget(source: Source): void {
    const held = this.#bySource.get(source);
    if (held === undefined) return;
    this.#bySource.delete(source);
    for (let leaf = 0; leaf < this.#leaves; leaf++) this.#counts[leaf] = this.count(leaf) - (held[leaf] ?? 0);
  }

  /** 1 for each leaf that `source` has, as it was last looked at. */
  of(source: Source): Uint8Array {
    return this.#bySource.get(source) ?? new Uint8Array(0);
  }

  /** How many holders have `leaf`. */
  count(leaf: number): number {
    return this.#counts[leaf] ?? 0;
  }
}
