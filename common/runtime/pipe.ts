/** Values pushed at one end and iterated at the other. */
export interface Pipe<T> extends AsyncIterable<T> {
  push(value: T): void;
  /** no more values: the iteration ends after those that wait */
  end(): void;
  /** the iteration throws `error` after those that wait */
  fail(error: unknown): void;
}

/**
 * A pipe for one reader, however slow.
 *
 * @param keyOf of values with the same key only the latest waits, behind what came before it; a value without one waits
 *   until it is read, so of those there have to be few
 * @param left called once when the reader stops early
 */
export function createPipe<T>(keyOf: (value: T) => string | undefined, left: () => void): Pipe<T> {
  const waiting = new Map<string | symbol, T>();
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
        for (const [key, value] of waiting) {
          waiting.delete(key);
          yield value;
        }
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
      const key = keyOf(value) ?? Symbol('waits');
      waiting.delete(key);
      waiting.set(key, value);
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
