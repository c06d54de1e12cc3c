/** A file in a watched folder. */
export interface FoundFile {
  readonly path: string;
  /** bytes */
  readonly size: number;
  readonly mtimeMs: number;
}

/** Files that somebody still writes are not looked into: until they have been as they are for so long, ms. */
const SETTLED_MS = 2000;
/** One whose end is missing may be on its way over a slow line. */
const SETTLED_WITHOUT_END_MS = 60_000;

/** What tells a file from what it was before. */
export function keyOf({ size, mtimeMs }: FoundFile): string {
  return `${size} ${mtimeMs}`;
}

/** Files that came, and since when each is as it is. */
export class Arrivals {
  readonly #since = new Map<string, { readonly key: string; readonly at: number }>();

  /** whether some are waited for */
  get waiting(): boolean {
    return this.#since.size > 0;
  }

  /**
   * Those of `found` that nobody writes any more. What is not among `found` is forgotten.
   *
   * @param now ms, on any clock that does not go back
   * @param hasEnd whether the end of a file is there; asked of those only that have settled for a while
   */
  async ripe(
    found: readonly FoundFile[],
    now: number,
    hasEnd: (file: FoundFile) => Promise<boolean>,
  ): Promise<FoundFile[]> {
    const ripe: FoundFile[] = [];
    const paths = new Set(found.map(({ path }) => path));
    for (const path of this.#since.keys()) if (!paths.has(path)) this.#since.delete(path);
    for (const file of found) {
      const before = this.#since.get(file.path);
      if (before?.key !== keyOf(file)) {
        this.#since.set(file.path, { key: keyOf(file), at: now });
        continue;
      }
      const settledFor = now - before.at;
      if (settledFor < SETTLED_MS) continue;
      if (settledFor < SETTLED_WITHOUT_END_MS && !(await hasEnd(file))) continue;
      this.#since.delete(file.path);
      ripe.push(file);
    }
    return ripe;
  }
}
