import type { ByteRange } from '../../common/range.ts';
import { Spans } from '../../common/spans.ts';
import type { Description, PartialContent } from '../../peer/content/content.ts';

/** A document in memory: nothing is written, only which leaves are held is kept, and how often each was stored. */
export class VirtualContent implements PartialContent {
  readonly description: Description;
  readonly path = '';
  /** how often each leaf was stored */
  readonly stored = new Map<number, number>();
  readonly #file: Uint8Array;
  readonly #leaves = new Set<number>();
  readonly #spans = new Spans();
  readonly #listeners = new Set<(leaf: number) => void>();
  readonly #liesEvery: number | undefined;
  #reads = 0;

  /**
   * @param file      the bytes of the document
   * @param held      leaves that are here
   * @param liesEvery every so manieth time it is read, a byte is wrong
   */
  constructor(description: Description, file: Uint8Array, held: Iterable<number>, liesEvery?: number) {
    this.description = description;
    this.#file = file;
    this.#liesEvery = liesEvery;
    for (const leaf of held) this.#hold(leaf);
  }

  get complete(): boolean {
    return this.#leaves.size === this.description.layout.leaves.length;
  }

  get heldBytes(): number {
    return this.#spans.total;
  }

  get heldPages(): number {
    return 0;
  }

  heldLeaves(): number[] {
    return [...this.#leaves];
  }

  pagesHeld(): number[] {
    return [];
  }

  holdsLeaf(leaf: number): boolean {
    return this.#leaves.has(leaf);
  }

  holds(range: ByteRange): boolean {
    return range.begin < range.end && this.#spans.has(range);
  }

  read({ begin, end }: ByteRange): Promise<Uint8Array> {
    if (this.#liesEvery === undefined || ++this.#reads % this.#liesEvery !== 0)
      return Promise.resolve(this.#file.subarray(begin, end));
    const bytes = this.#file.slice(begin, end);
    bytes[0] = (bytes[0] ?? 0) ^ 0xff;
    return Promise.resolve(bytes);
  }

  async readInto(places: readonly Uint8Array[], begin: number): Promise<void> {
    let at = begin;
    for (const place of places) {
      place.set(await this.read({ begin: at, end: at + place.length }));
      at += place.length;
    }
  }

  get heldPrefix(): number {
    return 0;
  }

  store(leaf: number): Promise<void> {
    this.stored.set(leaf, (this.stored.get(leaf) ?? 0) + 1);
    this.#hold(leaf);
    return Promise.resolve();
  }

  onLeaf(listener: (leaf: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #hold(leaf: number): void {
    this.#leaves.add(leaf);
    for (const span of this.description.layout.leaves[leaf]?.spans ?? []) this.#spans.add(span);
    for (const listener of this.#listeners) listener(leaf);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
