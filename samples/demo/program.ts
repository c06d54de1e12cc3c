import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The built program, as `pageswarm` on the PATH would be. */
const MAIN = fileURLToPath(new URL('../../peer/main.js', import.meta.url));
/** How long a process may take to say that it is ready, ms; to do its work; and to end when it is asked to. */
const READY_MS = 30_000;
const RUN_MS = 60_000;
const GOODBYE_MS = 5_000;
/** What is kept of a log that is shown only when something goes wrong, characters. */
const LOG_TAIL = 4_000;

/** What `pageswarm tracker` and `pageswarm peer` print when others can reach them. */
export interface Ready {
  readonly type: 'ready';
  /** of a tracker, what peers are to be told */
  readonly url?: string;
  /** on which it listens */
  readonly port: number;
}

/** What a command that has ended left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
}

/** The processes of one demo; none of them outlives it. */
export class Company {
  readonly #children = new Set<ChildProcess>();

  /**
   * Starts `pageswarm` with `args` and waits for its line `{"type":"ready",...}`, which it returns. What the process
   * logs is shown only if it ends before that.
   */
  async start(args: readonly string[]): Promise<Ready> {
    const child = this.#keep(spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      log = (log + text).slice(-LOG_TAIL);
    });
    const deadline = setTimeout(() => child.kill('SIGKILL'), READY_MS);
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        const ready = parseReady(line);
        if (ready !== undefined) return ready;
      }
    } finally {
      clearTimeout(deadline);
      child.stdout.resume(); // else a full pipe would stop it later
    }
    throw new Error(`pageswarm ${args[0]} ended before it was ready\n${log}`);
  }

  /** Runs `pageswarm` with `args` to its end; what it says on stderr, plans and progress, is shown as it comes. */
  async run(args: readonly string[]): Promise<Ended> {
    const child = this.#keep(
      spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    let answer = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      answer += text;
    });
    const deadline = setTimeout(() => child.kill('SIGKILL'), RUN_MS);
    const [code] = await once(child, 'close').finally(() => clearTimeout(deadline));
    return { code, stdout: answer };
  }

  #keep<Child extends ChildProcess>(child: Child): Child {
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  /** Asks every process that still runs to end, and insists after a while; how many had to be forced. */
  async dismiss(): Promise<number> {
    const forced = await Promise.all([...this.#children].map(endOf));
    return forced.filter(Boolean).length;
  }

  /** Kills what is left, at once; for the moment in which this process itself ends. */
  killAll(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }
}

/** Ends `child`; whether it had to be killed. */
async function endOf(child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return false;
  let forced = false;
  const insist = setTimeout(() => {
    forced = child.kill('SIGKILL');
  }, GOODBYE_MS);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  clearTimeout(insist);
  return forced;
}

/** The message that the program is ready, if `line` is that. */
function parseReady(line: string): Ready | undefined {
  if (!line.startsWith('{')) return undefined; // a line for people
  const message: { readonly type?: string } = JSON.parse(line);
  return message.type === 'ready' ? (message as Ready) : undefined;
}
