import { CodedError } from '../../common/errors.ts';
import { pause } from '../../common/runtime/pause.ts';

/** The operations that run for other commands, which can be waited for and ended. */
export interface Running {
  /** Runs `work`; `abort` is what `end` aborts. @throws {CodedError} ERR_CONTROL_ENDING after `end` */
  run(abort: AbortController, work: () => Promise<void>): Promise<void>;
  /** Waits until nothing runs; from that moment nothing starts any more. */
  finish(): Promise<void>;
  /** Aborts all that runs and waits until it has ended, but no longer than `graceMs`; then nothing starts any more. */
  end(graceMs: number): Promise<void>;
  ended(): boolean;
}

/** Nothing runs yet. */
export function createRunning(): Running {
  const running = new Map<AbortController, Promise<void>>();
  let ended = false;

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.allSettled(running.values());
  }

  return {
    async finish() {
      await idle();
      ended = true;
    },
    async run(abort, work) {
      if (ended)
        throw new CodedError('ERR_CONTROL_ENDING', 'the running peer is ending: start the command again');
      const done = work();
      running.set(abort, done);
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
      await Promise.race([idle(), pause(graceMs, over.signal)]);
      over.abort();
    },
    ended: () => ended,
  };
}
