import type { PageSet } from './page-map.ts';

/** The set without pages. */
export const NO_PAGES = 0;
/** Above the number of pages, so that (set, page) fits one number. */
const PAGE_SPAN = 262_144;

/**
 * Sets of pages, each stored once: a set is a number, and adding the next page to equal sets gives equal numbers.
 * Pages are added in ascending order. A trie whose nodes hold their last page and the set before it.
 */
export class PageSets {
  readonly #extended = new Map<number, number>();
  #parents = new Int32Array(1024);
  #lastPages = new Int32Array(1024);
  #count = 1;

  /** `set` with `page`, which is not below any page in it. */
  with(set: number, page: number): number {
    if (set !== NO_PAGES && this.#lastPages[set] === page) return set;
    const key = set * PAGE_SPAN + page;
    const known = this.#extended.get(key);
    if (known !== undefined) return known;
    if (this.#count === this.#parents.length) this.#grow();
    const added = this.#count++;
    this.#parents[added] = set;
    this.#lastPages[added] = page;
    this.#extended.set(key, added);
    return added;
  }

  /** All pages that are in one of `sets`. */
  union(sets: readonly number[]): number {
    const pages = new Set(sets.flatMap((set) => this.#pagesOf(set)));
    let union = NO_PAGES;
    for (const page of [...pages].sort((a, b) => a - b)) union = this.with(union, page);
    return union;
  }

  /** The pages of `set` as runs. */
  runsOf(set: number): PageSet {
    const runs: { first: number; end: number }[] = [];
    for (let at = set; at !== NO_PAGES; at = this.#parents[at] as number) {
      const page = this.#lastPages[at] as number;
      const run = runs.at(-1);
      if (run !== undefined && run.first === page + 1) run.first = page;
      else runs.push({ first: page, end: page + 1 });
    }
    return runs.reverse();
  }

  /** The only page of `set`; -1 if it has none or several. */
  onlyPage(set: number): number {
    return set !== NO_PAGES && this.#parents[set] === NO_PAGES ? (this.#lastPages[set] as number) : -1;
  }

  #pagesOf(set: number): number[] {
    const pages: number[] = [];
    for (let at = set; at !== NO_PAGES; at = this.#parents[at] as number)
      pages.push(this.#lastPages[at] as number);
    return pages;
  }

  #grow(): void {
    const parents = new Int32Array(this.#parents.length * 2);
    const lastPages = new Int32Array(this.#parents.length * 2);
    parents.set(this.#parents);
    lastPages.set(this.#lastPages);
    this.#parents = parents;
    this.#lastPages = lastPages;
  }
}
