import { setImmediate } from 'node:timers/promises'; // not the global one, which tests of time replace

/** Resolves when everything has happened that was about to, without time passing. */
export async function settled(): Promise<void> {
  await setImmediate();
}
