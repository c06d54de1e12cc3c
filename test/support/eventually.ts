/** What `found` gives as soon as it gives something; asks every 20 ms. For what no process tells: a file that grows. */
export async function eventually<T>(
  found: () => T | undefined | Promise<T | undefined>,
  what: string,
  timeoutMs = 20_000,
): Promise<T> {
  const limit = performance.now() + timeoutMs;
  for (;;) {
    const result = await found();
    if (result !== undefined) return result;
    if (performance.now() > limit) throw new Error(`no ${what} within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
