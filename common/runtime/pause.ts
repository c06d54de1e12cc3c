/**
 * Resolves after `ms`, or at once when `signal` aborts; it never rejects, and leaves no listener behind: a loop may
 * pause on one signal for days.
 *
 * @param options.unref whether the process may end meanwhile
 */
export function pause(
  ms: number,
  signal: AbortSignal,
  options: { readonly unref?: boolean } = {},
): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (options.unref === true) timer.unref();
    signal.addEventListener('abort', end);
  });
}
