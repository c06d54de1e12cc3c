import { setTimeout as pause } from 'node:timers/promises';

/**
 * The first result of `look` that is not `undefined`. For what announces nothing: other people's programs, a tracker's
 * view of them.
 *
 * @throws {Error} after `timeoutMs`, naming `what`
 */
export async function eventually<T>(
  look: () => Promise<T | undefined>,
  what: string,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`no ${what} within ${timeoutMs} ms`);
    await pause(100);
  }
}
