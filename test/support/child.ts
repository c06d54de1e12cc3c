import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What a child came to. */
interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of somebody's, ours to end. Disposing of it kills it and waits until it is gone. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** everything it has written so far */
  stdout(): string;
  stderr(): string;
  /** resolves when it is gone and all of its output is here */
  readonly exited: Promise<Exit>;
  /** sends `signal` and waits until it is gone; SIGKILL after 10 s */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
  /** resolves as soon as `found` gives something for what it has written; fails with its stderr when it ends first */
  until<T>(found: (child: Child) => T | undefined, what: string, timeoutMs?: number): Promise<T>;
}

/** Where a child runs, and what it reads. */
export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** written to its stdin, which is then closed */
  readonly input?: string;
}

const living = new Set<ChildProcess>();
// a test that breaks off leaves nothing running
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** Starts `command`; output is kept, not shown. */
export function startChild(command: string, args: readonly string[], options: ChildOptions = {}): Child {
  const { input, ...rest } = options;
  const child = spawn(command, args, { ...rest, stdio: ['pipe', 'pipe', 'pipe'] });
  living.add(child);
  child.stdin.on('error', () => undefined); // it may be gone before it has read
  child.stdin.end(input ?? '');
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  let gone = false;
  const exited = once(child, 'close').then(([code, signal]): Exit => {
    gone = true;
    living.delete(child);
    return { code, signal };
  });
  exited.catch(() => living.delete(child)); // a command that is not there: `exited` says so to whoever asks

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    const exit = await exited.finally(() => clearTimeout(timer));
    return exit;
  };
  const sources = [child.stdout, child.stderr, child];
  const self: Child = {
    pid: child.pid ?? 0,
    stdout: stdout.text,
    stderr: stderr.text,
    exited,
    stop,
    until: (found, what, timeoutMs = 20_000) => {
      // of one that is gone nothing more will come
      const waiting = waitFor(() => found(self), sources, gone ? 0 : timeoutMs);
      return waiting.catch((cause) => {
        throw new Error(`no ${what}: ${cause.message}\n${tail(stdout.text())}\n${tail(stderr.text())}`, {
          cause,
        });
      });
    },
    [Symbol.asyncDispose]: async () => {
      await stop('SIGKILL').catch(() => undefined);
    },
  };
  return self;
}

function collect(stream: NodeJS.ReadableStream): { text: () => string } {
  const chunks: string[] = [];
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => chunks.push(chunk));
  return { text: () => chunks.join('') };
}

/** Asks `found` again whenever one of `sources` says something. */
function waitFor<T>(
  found: () => T | undefined,
  sources: readonly NodeJS.EventEmitter[],
  timeoutMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      for (const source of sources) source.off('data', look).off('close', ended).off('error', reject);
      act();
    };
    const look = () => {
      const result = found();
      if (result !== undefined) settle(() => resolve(result));
    };
    const ended = () => settle(() => reject(new Error('it ended')));
    const timer = setTimeout(() => settle(() => reject(new Error(`not within ${timeoutMs} ms`))), timeoutMs);
    for (const source of sources) source.on('data', look).on('error', reject);
    sources.at(-1)?.on('close', ended);
    look();
  });
}

function tail(text: string): string {
  return text.length <= 4000 ? text : `...${text.slice(-4000)}`;
}
