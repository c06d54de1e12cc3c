import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { startChild } from '../../support/child.ts';

const SHUTDOWN = new URL('../../../common/runtime/shutdown.js', import.meta.url);

/** A process that says when it was asked to end, and goes on for ten seconds. */
function aProgram() {
  const script = `
    import { listenForShutdown } from '${SHUTDOWN}';
    const { signal } = listenForShutdown({ exitCode: 7 });
    signal.addEventListener('abort', () => console.log('asked: ' + signal.reason.code));
    setTimeout(() => process.exit(0), 10_000);
    console.log('ready');`;
  return startChild(process.execPath, ['--input-type=module', '-e', script]);
}

const says = (word: string) => (child: { stdout(): string }) => child.stdout().includes(word) || undefined;

describe('listenForShutdown', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('aborts its signal at %s', async (name) => {
    await using child = aProgram();
    await child.until(says('ready'), 'ready');
    process.kill(child.pid, name);
    await child.until(says('asked: ERR_SHUTDOWN_REQUESTED'), 'asked');
  });

  test('takes the echo of a Ctrl-C for no second one, and ends at once at a real second one', async () => {
    await using child = aProgram();
    await child.until(says('ready'), 'ready');
    process.kill(child.pid, 'SIGINT');
    await child.until(says('asked'), 'asked');
    process.kill(child.pid, 'SIGINT');
    await sleep(400); // longer than an echo takes; a test of time cannot do without
    process.kill(child.pid, 0);
    process.kill(child.pid, 'SIGINT');
    expect(await child.exited).toEqual({ code: 7, signal: null });
  });
});
