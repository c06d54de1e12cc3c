/** Values pushed at one end and iterated at the other. */
export interface Feed<T> extends AsyncIterable<T> {
  push(value: T): void;
  /** no more values: the iteration ends after those that wait */
  end(): void;
  /** the iteration throws `error` after those that wait */
  fail(error: unknown): void;
}

/**
 * A feed for one reader.
 *
 * @param replaces whether `next` makes `waiting`, the last value that was not read yet, worthless: then it takes its
 *   place, so that a slow reader does not make the feed grow
 * @param left called once when the reader stops early
 */
export function createFeed<T>(replaces: (waiting: T, next: T) => boolean, left: () => void): Feed<T> {
  const waiting: T[] = [];
  let wake: (() => void) | undefined;
  let ended = false;
  let failure: { error: unknown } | undefined;
  const stir = (): void => {
    wake?.();
    wake = undefined;
  };

  async function* read(): AsyncGenerator<T> {
    let done = false;
    try {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift() as T;
        if (ended) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      done = true;
      if (failure !== undefined) throw failure.error;
    } finally {
      if (!done) left();
    }
  }

  return {
    push(value) {
      const last = waiting.at(-1);
      if (last !== undefined && replaces(last, value)) waiting.pop();
      waiting.push(value);
      stir();
    },
    end() {
      ended = true;
      stir();
    },
    fail(error) {
      failure = { error };
      ended = true;
      stir();
    },
    [Symbol.asyncIterator]: read,
  };
}
