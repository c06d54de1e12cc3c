import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';

/** A line of JSON that the program printed. */
interface JsonLine {
  readonly type?: string;
  readonly url?: string;
  readonly port?: number;
  readonly infoHash?: string;
  readonly [field: string]: unknown;
}

/** The program, run to its end. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** the lines of stdout that are JSON */
  readonly lines: readonly JsonLine[];
  /** the last of them; fails if there is none */
  json<T = JsonLine>(): T;
}

/** A running `pageswarm tracker`. */
export interface RunningTracker extends Child {
  readonly url: string;
  readonly data: string;
}

/** A running `pageswarm peer` or `publish`. */
export interface RunningPeer extends Child {
  readonly port: number;
  readonly data: string;
}

interface ProgramOptions {
  /** folder of the node's state; a new one of its own without it */
  readonly data?: string;
  readonly tracker?: { readonly url: string } | undefined;
  /** more arguments */
  readonly args?: readonly string[];
  readonly input?: string;
  readonly timeoutMs?: number;
  /** a command that runs the program somewhere else: what stands before its own command line */
  readonly within?: readonly string[];
}

/** Where the built program is: tests run from dist/test/support. */
export const MAIN = fileURLToPath(new URL('../../peer/main.js', import.meta.url));

/**
 * Real processes of the built program on 127.0.0.1, in a temporary folder. Everything that a lab started is killed, and
 * its folder removed, when it is disposed of.
 *
 *     await using lab = await createLab();
 *     const tracker = await lab.startTracker();
 *     const holder = await lab.startPeer({ tracker });
 *     await lab.run(['publish', file, '--data', holder.data]);
 */
export interface Lab extends AsyncDisposable {
  readonly folder: string;
  /** a path inside the lab's folder */
  path(...names: string[]): string;
  /** a new file with `bytes`; folders in `name` are made */
  file(name: string, bytes: Uint8Array | string): Promise<string>;
  copy(from: string, name: string): Promise<string>;
  startTracker(options?: ProgramOptions & { readonly port?: number }): Promise<RunningTracker>;
  startPeer(options?: ProgramOptions): Promise<RunningPeer>;
  /** runs the program to its end; killed, with an error, after `timeoutMs` (60 s) */
  run(args: readonly string[], options?: ProgramOptions): Promise<Ran>;
  /** starts the program and lets it run */
  start(args: readonly string[], options?: ProgramOptions): Child;
  /** has `resource` disposed of with the lab */
  own<T extends AsyncDisposable>(resource: T): T;
}

/** A lab with a new folder, in which nothing runs yet. */
export async function createLab(): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'pageswarm-test-'));
  const owned: AsyncDisposable[] = [];
  let dataFolders = 0;

  const own = <T extends AsyncDisposable>(resource: T): T => {
    owned.push(resource);
    return resource;
  };
  const file = async (name: string, bytes: Uint8Array | string) => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    return path;
  };
  const newData = () => join(folder, `data-${++dataFolders}`);
  const start = (args: readonly string[], options: ProgramOptions = {}) =>
    own(startProgram(args, options, folder));
  const startReady = async (args: readonly string[], options: ProgramOptions) => {
    const data = options.data ?? newData();
    const child = start(args, { ...options, data });
    const ready = await child.until(
      () => jsonLines(child.stdout()).find((line) => line.type === 'ready'),
      'ready line',
    );
    return { child, ready, data };
  };

  return {
    folder,
    path: (...names) => join(folder, ...names),
    file,
    copy: async (from, name) => {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await copyFile(from, join(folder, name));
      return join(folder, name);
    },
    startTracker: async (options = {}) => {
      const args = ['tracker', '--json', '--host', '127.0.0.1', '--port', String(options.port ?? 0)];
      const { child, ready, data } = await startReady(args, options);
      return { ...child, url: String(ready.url), data };
    },
    startPeer: async (options = {}) => {
      const args = ['peer', '--json', '--host', '127.0.0.1', '--port', '0'];
      const { child, ready, data } = await startReady(args, options);
      return { ...child, port: Number(ready.port), data };
    },
    run: async (args, options = {}) => {
      const child = start(args, options);
      return finished(child, options.timeoutMs ?? 60_000, args);
    },
    start,
    own,
    [Symbol.asyncDispose]: async () => {
      for (const resource of owned.toReversed()) await resource[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The lines of `text` that are JSON objects. */
export function jsonLines(text: string): JsonLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = line.startsWith('{') ? JSON.parse(line) : undefined;
      return typeof value === 'object' && value !== null ? [value as JsonLine] : [];
    } catch {
      return []; // a line for people, or one that is not finished
    }
  });
}

function startProgram(args: readonly string[], options: ProgramOptions, home: string): Child {
  const all = [MAIN, ...args];
  if (options.data !== undefined) all.push('--data', options.data);
  if (options.tracker !== undefined) all.push('--tracker', options.tracker.url);
  all.push(...(options.args ?? []));
  // nothing of the person's who runs the tests is read or written
  const kept = Object.entries(process.env).filter(([name]) => !/^(PAGESWARM|XDG)_|^NODE_OPTIONS$/.test(name));
  const env = { ...Object.fromEntries(kept), HOME: home, NO_COLOR: '1' };
  const [command = process.execPath, ...rest] = [...(options.within ?? []), process.execPath, ...all];
  return startChild(command, rest, {
    env,
    cwd: home,
    ...(options.input !== undefined && { input: options.input }),
  });
}

async function finished(child: Child, timeoutMs: number, args: readonly string[]): Promise<Ran> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void child.stop('SIGKILL');
  }, timeoutMs);
  const { code } = await child.exited.finally(() => clearTimeout(timer));
  const [stdout, stderr] = [child.stdout(), child.stderr()];
  if (late) throw new Error(`pageswarm ${args.join(' ')}: not done in ${timeoutMs} ms\n${stdout}\n${stderr}`);
  const lines = jsonLines(stdout);
  return {
    code,
    stdout,
    stderr,
    lines,
    json: <T>() => {
      const last = lines.at(-1);
      if (last === undefined)
        throw new Error(`pageswarm ${args.join(' ')}: exit ${code}, no JSON\n${stdout}\n${stderr}`);
      return last as T;
    },
  };
}
