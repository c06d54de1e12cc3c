/**
 * `work` for many who want it done after something of theirs: who asks while it runs is served by the next run, together
 * with all others that ask meanwhile. It fails for nobody: whether it was of use, `work` itself knows.
 */
export function shareRuns(work: () => Promise<unknown>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= last.then(async () => {
      last = next ?? last;
      next = undefined;
      await work().catch(() => undefined);
    });
    return next;
  };
}
