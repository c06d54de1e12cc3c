import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

const ENDING = ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const;

/**
 * Has `restore`, which gives the terminal back, called before the process ends by a signal, by an error that nobody caught, or by `process.exit`.
 *
 * A signal that somebody else listens to is theirs to act on; one that nobody else wants ends the process as it would without
 * us. The error is printed after the terminal was given back, and the exit code is 1.
 *
 * @returns what ends the watch
 */
export function restoreAtTheEnd(restore: () => void): () => void {
  const onSignal = (name: NodeJS.Signals) => {
    restore();
    // restoring has taken our own listeners away
    if (process.listenerCount(name) === 0) process.kill(process.pid, name);
  };
  const onError = (error: unknown) => {
    restore();
    if (process.listenerCount('uncaughtException') > 0) return;
    process.stderr.write(`${stackOf(error)}\n`);
    process.exit(1);
  };

  for (const name of ENDING) process.on(name, onSignal);
  process.on('uncaughtException', onError);
  process.on('exit', restore);
  return () => {
    for (const name of ENDING) process.off(name, onSignal);
    process.off('uncaughtException', onError);
    process.off('exit', restore);
  };
}

/**
 * Lets the process end in order when its terminal is gone. Node 20 sets the terminal's modes again at the very end and aborts
 * (SIGABRT) when the terminal is not there any more: what is not the same file it leaves alone.
 */
export function forgetLostTerminalAtExit(): void {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  process.once('exit', () => {
    for (const descriptor of terminals) {
      if (isatty(descriptor)) continue;
      closeSync(descriptor);
      // takes the lowest free number, the one that was just closed
      openSync('/dev/null', 'r+');
    }
  });
}

function stackOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'stack' in error) return String(error.stack);
  return String(error);
}
