import type { Disk, DiskFacts } from './disk.ts';

/** files of which a person wants to know the size again */
const MOST_KNOWN = 5000;

/** Sizes and dates of files that were on the screen, and of no others: each costs a look at the disk. */
export class KnownFacts {
  readonly #disk: Pick<Disk, 'facts'>;
  readonly #redraw: () => void;
  readonly #known = new Map<string, DiskFacts | undefined>();

  /** @param redraw called when more is known */
  constructor(disk: Pick<Disk, 'facts'>, redraw: () => void) {
    this.#disk = disk;
    this.#redraw = redraw;
  }

  of(path: string): DiskFacts | undefined {
    return this.#known.get(path);
  }

  /** Bytes of a file; 0 of a folder, and while it is not known. */
  sizeOf(path: string): number {
    const facts = this.#known.get(path);
    return facts?.kind === 'file' ? facts.size : 0;
  }

  /** Asks the disk about those of `paths` that were not asked about. */
  async learn(paths: readonly string[]): Promise<void> {
    const unknown = paths.filter((path) => !this.#known.has(path));
    if (unknown.length === 0) return;
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    for (const path of unknown) this.#known.set(path, undefined);
    const found = await Promise.all(unknown.map((path) => this.#disk.facts(path)));
    for (const [at, path] of unknown.entries()) this.#known.set(path, found[at]);
    this.#redraw();
  }
}
