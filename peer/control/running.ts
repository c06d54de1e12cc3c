import { CodedError } from '../../common/errors.ts';
import { pause } from '../../common/runtime/pause.ts';

/** The operations that run for other commands, which can be waited for and ended. */
export interface Running {
  /**
   * Runs `work`; `abort` is what `end` aborts.
   *
   * @param waited whether `finish` waits for it: not for one who only looks on
   * @throws {CodedError} ERR_CONTROL_ENDING after `end`
   */
  run(abort: AbortController, work: () => Promise<void>, waited: boolean): Promise<void>;
  /** Waits until nothing runs that is waited for; from that moment nothing starts any more. */
  finish(): Promise<void>;
  /** Aborts all that runs and waits until it has ended, but no longer than `graceMs`; then nothing starts any more. */
  end(graceMs: number): Promise<void>;
  ended(): boolean;
}

/** Nothing runs yet. */
export function createRunning(): Running {
  const running = new Map<AbortController, { readonly done: Promise<void>; readonly waited: boolean }>();
  let ended = false;

  async function idle(all: boolean): Promise<void> {
    for (;;) {
      const left = [...running.values()].filter(({ waited }) => all || waited);
      if (left.length === 0) return;
      await Promise.allSettled(left.map(({ done }) => done));
    }
  }

  return {
    async finish() {
      await idle(false);
      ended = true;
    },
    async run(abort, work, waited) {
      if (ended)
        throw new CodedError('ERR_CONTROL_ENDING', 'the running peer is ending: start the command again');
      const done = work();
      running.set(abort, { done, waited });
      try {
        await done;
      } finally {
        running.delete(abort);
      }
    },
    async end(graceMs) {
      ended = true;
      const reason = new CodedError(
        'ERR_PEER_INTERRUPTED',
        'the running peer is ending: start the command again',
      );
      for (const abort of running.keys()) abort.abort(reason);
      const over = new AbortController();
      await Promise.race([idle(true), pause(graceMs, over.signal)]);
      over.abort();
    },
    ended: () => ended,
  };
}
