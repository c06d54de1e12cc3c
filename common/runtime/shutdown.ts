import { CodedError } from '../errors.ts';

/** What asks a program to end. SIGBREAK and SIGHUP are what Windows raises for Ctrl-Break and a closed console. */
const ENDING: readonly NodeJS.Signals[] =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']
    : ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** `npm run` passes a Ctrl-C on that the terminal has delivered already: the echo is not a second wish. */
const ECHO_MS = 250;

/** The wish to end, as an `AbortSignal`. */
export interface Shutdown extends Disposable {
  /** aborts at the first SIGINT, SIGTERM or SIGHUP; its reason is ERR_SHUTDOWN_REQUESTED */
  readonly signal: AbortSignal;
}

/**
 * Turns the operating system's signals into one `AbortSignal`, so that work ends in order. A second one ends the
 * process at once with `exitCode`. Disposing gives the signals back.
 */
export function listenForShutdown(options: { readonly exitCode: number }): Shutdown {
  const ending = new AbortController();
  let askedAt = Number.NEGATIVE_INFINITY;
  const onSignal = (name: NodeJS.Signals) => {
    const now = performance.now();
    if (ending.signal.aborted && now - askedAt > ECHO_MS) process.exit(options.exitCode);
    if (ending.signal.aborted) return;
    askedAt = now;
    ending.abort(new CodedError('ERR_SHUTDOWN_REQUESTED', `stopped by ${name}`));
  };

  for (const name of ENDING) process.on(name, onSignal);
  return {
    signal: ending.signal,
    [Symbol.dispose]: () => {
      for (const name of ENDING) process.off(name, onSignal);
    },
  };
}
