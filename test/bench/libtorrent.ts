import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pythonWith } from '../support/installed.ts';
import { costOf } from './process-cost.ts';
import type { Transfer } from './transfer-rows.ts';

const execute = promisify(execFile);
/** Where no one listens: who is given a peer asks no tracker. */
const NOBODY = '127.0.0.1:9';
const READY_MS = 60_000;
const DONE_MS = 120_000;

/** What there is to send, where both clients find it. */
export interface Sendable {
  readonly torrent: string;
  /** folder with the file that the torrent names */
  readonly folder: string;
  readonly name: string;
  readonly bytes: number;
}

/** What one run came to, and how long `md5sum` took over the result afterwards. */
export interface LibtorrentRun extends Transfer {
  readonly md5Seconds: number;
}

/** Why libtorrent can't be measured here; `undefined` if it can. */
export function whyNoLibtorrent(): string | undefined {
  if (!existsSync(script())) return 'PAGESWARM_RIVALS does not name the folder of its script, lt_peer.py';
  return pythonWith('libtorrent') === undefined ? 'python3-libtorrent is not installed' : undefined;
}

/** One libtorrent with the settings of its high-performance seeder to one with none but those of this bench. */
export async function runLibtorrent(
  sendable: Sendable,
  ports: readonly [number, number],
  into: string,
): Promise<LibtorrentRun> {
  const { torrent, folder, name, bytes } = sendable;
  await mkdir(into, { recursive: true });
  const seeder = new Script(ports[0], ['--torrent', torrent, '--dir', folder, '--seed', '--peers', NOBODY]);
  try {
    await seeder.said('READY', READY_MS);
    const leecher = new Script(ports[1], [
      ...['--torrent', torrent, '--dir', into],
      ...['--peers', `127.0.0.1:${ports[0]}`],
    ]);
    try {
      await leecher.said('READY', READY_MS);
      const before = [seeder, leecher].map(({ pid }) => costOf(pid)?.cpuSeconds ?? Number.NaN);
      leecher.say('GO');
      const startedAt = await leecher.said('START', READY_MS);
      const seconds = (await leecher.said('DONE', DONE_MS)) - startedAt;
      const after = [seeder, leecher].map(({ pid }) => costOf(pid));
      const cpu = after.reduce((sum, cost, at) => sum + (cost?.cpuSeconds ?? 0) - (before[at] ?? 0), 0);
      const [holderPeak = 0, downloaderPeak = 0] = after.map((cost) => cost?.peakBytes ?? 0);
      const md5At = performance.now();
      await execute('md5sum', [join(into, name)]);
      const md5Seconds = (performance.now() - md5At) / 1000;
      return { bytes, seconds, cpuSeconds: cpu, holderPeak, downloaderPeak, md5Seconds };
    } finally {
      await leecher.end();
    }
  } finally {
    await seeder.end();
    await rm(into, { recursive: true, force: true });
  }
}

function script(): string {
  return join(process.env['PAGESWARM_RIVALS'] ?? '', 'lt_peer.py');
}

/** The script, which says `NAME time` when something has happened, and goes on when it is told to. */
class Script {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #said = '';

  constructor(port: number, args: readonly string[]) {
    const all = [script(), '--ip', '127.0.0.1', '--port', String(port), '--preset', 'hps', ...args];
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    this.#child = spawn(pythonWith('libtorrent') ?? 'python3', all, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env,
    });
    this.#gone = new Promise((resolve) => this.#child.once('close', () => resolve()));
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#said += chunk.toString();
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  say(word: string): void {
    this.#child.stdin?.write(`${word}\n`);
  }

  /** @returns what it said after `word`: the time, s */
  async said(word: string, timeoutMs: number): Promise<number> {
    const pattern = new RegExp(`^${word} ([\\d.]+)$`, 'm');
    for (const deadline = performance.now() + timeoutMs; performance.now() < deadline; ) {
      const found = pattern.exec(this.#said)?.[1];
      if (found !== undefined) return Number(found);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`libtorrent did not say ${word} within ${timeoutMs / 1000} s`);
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }
}
