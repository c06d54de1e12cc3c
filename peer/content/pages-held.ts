import type { Layout } from '../../common/layout.ts';

/** Which pages can be shown in full, kept current leaf by leaf. */
export class PagesHeld {
  /** leaves that each page still lacks */
  readonly #lacking: Int32Array;
  /** pages that need leaf `i` lie in `#pages` from `#starts[i]` to `#starts[i + 1]` */
  readonly #starts: Int32Array;
  readonly #pages: Int32Array;
  readonly #seen: Uint8Array;
  #count = 0;

  constructor(layout: Layout) {
    const needs = Array.from({ length: layout.pageCount }, (_, page) => layout.leavesOfPage(page));
    this.#lacking = Int32Array.from(needs, (leaves) => leaves.length);
    this.#count = needs.filter((leaves) => leaves.length === 0).length;
    this.#seen = new Uint8Array(layout.leaves.length);
    this.#starts = new Int32Array(layout.leaves.length + 1);
    for (const leaf of needs.flat()) this.#starts[leaf + 1] = (this.#starts[leaf + 1] ?? 0) + 1;
    for (let leaf = 0; leaf < layout.leaves.length; leaf++) {
      this.#starts[leaf + 1] = (this.#starts[leaf + 1] ?? 0) + (this.#starts[leaf] ?? 0);
    }
    this.#pages = new Int32Array(this.#starts.at(-1) ?? 0);
    const next = this.#starts.slice();
    for (const [page, leaves] of needs.entries()) {
      for (const leaf of leaves) {
        const at = next[leaf] ?? 0;
        this.#pages[at] = page;
        next[leaf] = at + 1;
      }
    }
  }

  /** How many pages can be shown. */
  get count(): number {
    return this.#count;
  }

  /** Takes note that `leaf` is held now. */
  add(leaf: number): void {
    if (this.#seen[leaf] !== 0) return;
    this.#seen[leaf] = 1;
    for (let at = this.#starts[leaf] ?? 0; at < (this.#starts[leaf + 1] ?? 0); at++) {
      const page = this.#pages[at] ?? 0;
      const lacking = (this.#lacking[page] ?? 0) - 1;
      this.#lacking[page] = lacking;
      if (lacking === 0) this.#count++;
    }
  }

  /** The pages that can be shown, ascending. */
  pages(): number[] {
    const held: number[] = [];
    for (const [page, lacking] of this.#lacking.entries()) if (lacking === 0) held.push(page);
    return held;
  }
}
