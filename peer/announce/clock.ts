import { pause } from '../../common/runtime/pause.ts';

/** Time, as the announcer needs it; tests bring their own. */
export interface Clock {
  /** ms since 1970 */
  now(): number;
  /** resolves after `ms`, or at once when `signal` aborts */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** The time of this machine. Waiting does not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) => pause(ms, signal, { unref: true }),
};
