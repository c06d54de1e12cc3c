/**
 * What `work` comes to, or the reason of `signal` as soon as that aborts: the wait ends then, the work does not. What
 * becomes of it later is nobody's business, so a failure that comes too late is not an unhandled one.
 *
 * @throws `signal.reason`
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
