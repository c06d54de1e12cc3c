/** Work that is done one after the other where it is about the same thing. */
export interface Turns {
  /** Does `work` when all earlier work on `key` has ended. */
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Nothing waits yet. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    async take(key, work) {
      const before = last.get(key);
      const done = before === undefined ? work() : before.then(work);
      const settled = done.catch(() => undefined);
      last.set(key, settled);
      try {
        return await done;
      } finally {
        if (last.get(key) === settled) last.delete(key);
      }
    },
  };
}
