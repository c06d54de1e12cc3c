const MIB = 1024 * 1024;

/** So many documents at least: large ones share the line, and the next is found and probed meanwhile. */
const FEWEST = 3;
/** So many at most: of 50 KB each they keep one loop busy (measured), more would only wait for each other. */
const MOST = 32;
/** More begin as long as those that run have less than this together, bytes. */
const MOST_BYTES = 32 * MIB;
/** What one counts whose size is not known yet, bytes. */
const UNKNOWN_BYTES = 2 * MIB;

/**
 * Whether one more document may begin beside those that run: many small ones at a time, of large ones few, which would
 * only take longer each.
 *
 * @param sizes of those that run, bytes; `undefined` before it is known
 */
export function mayBegin(sizes: readonly (number | undefined)[]): boolean {
  if (sizes.length < FEWEST) return true;
  const bytes = sizes.reduce<number>((sum, size) => sum + (size ?? UNKNOWN_BYTES), 0);
  return sizes.length < MOST && bytes < MOST_BYTES;
}

/** One document's place among those that run; disposed of when it has ended. */
export interface Slot extends Disposable {
  /** Tells how large the document is, bytes. */
  weigh(size: number): void;
}

/** Lets documents begin in the order in which they come, as `mayBegin` says. */
export class Pace {
  readonly #running = new Map<Slot, number | undefined>();
  readonly #waiting: ((slot: Slot) => void)[] = [];

  /** Resolves when the next may begin. */
  enter(): Promise<Slot> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#letIn();
    });
  }

  #letIn(): void {
    while (this.#waiting.length > 0 && mayBegin([...this.#running.values()])) {
      const slot: Slot = {
        weigh: (size) => {
          if (this.#running.has(slot)) this.#running.set(slot, size);
          this.#letIn();
        },
        [Symbol.dispose]: () => {
          this.#running.delete(slot);
          this.#letIn();
        },
      };
      this.#running.set(slot, undefined);
      this.#waiting.shift()?.(slot);
    }
  }
}
