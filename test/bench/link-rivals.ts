import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aTorrent } from '../support/a-torrent.ts';
import { jsonLines } from '../support/lab.ts';
import { FATE_MS, type LinkScenario, rowOf, type TimedGet } from './link-scenarios.ts';
import type { Netlab } from './netlab.ts';
import type { Measurement } from './report.ts';

const execute = promisify(execFile);

const BYTES = 60 * 2 ** 20;
/** The scripts look for the seeders' file here. */
const SEED_FOLDER = '/dev/shm/seed';
const RUN_TIMEOUT_MS = 170_000;

/** Other clients, by the names that their scripts give them; and what must be there for each. */
const RIVALS: Readonly<Record<string, { readonly name: string; readonly needs: () => Promise<boolean> }>> = {
  lt: { name: 'libtorrent', needs: () => succeeds('/usr/bin/python3', ['-c', 'import libtorrent']) },
  aria2: { name: 'aria2', needs: () => succeeds('aria2c', ['--version']) },
  tr: { name: 'Transmission', needs: () => succeeds('transmission-daemon', ['--version']) },
  wt: { name: 'WebTorrent', needs: async () => existsSync(process.env['WEBTORRENT'] ?? '') },
};

/** What other clients come to over the links of `netlab`, by the scripts in the folder `PAGESWARM_RIVALS`. */
export async function benchRivals(
  netlab: Netlab,
  scenario: LinkScenario,
  rivals: readonly string[],
  runs: number,
): Promise<{ measurements: Measurement[]; skipped: string[] }> {
  const scripts = process.env['PAGESWARM_RIVALS'] ?? '';
  if (!existsSync(join(scripts, 'scenario.py')))
    return {
      measurements: [],
      skipped: ['other clients: PAGESWARM_RIVALS does not name the folder of their scripts'],
    };
  const measurements: Measurement[] = [];
  const skipped: string[] = [];
  const work = await prepare();
  try {
    for (const rival of rivals) {
      const { name, needs } = RIVALS[rival] ?? { name: rival, needs: () => Promise.resolve(false) };
      if (!(await needs())) {
        skipped.push(`${name}: it is not installed`);
        continue;
      }
      const gets: TimedGet[] = [];
      for (let run = 0; run < runs; run++) gets.push(await runOnce(scripts, work, netlab, scenario, rival));
      measurements.push(rowOf(`${scenario.name}: ${name}`, gets));
    }
  } finally {
    await rm(work, { recursive: true });
    await rm(join(SEED_FOLDER, 'f60.bin'), { force: true });
  }
  return { measurements, skipped };
}

/** The folder that the scripts work in: a random file and its torrent, and the file where the seeders look for it. */
async function prepare(): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'pageswarm-rivals-'));
  const bytes = randomBytes(BYTES);
  const { bytes: torrent } = aTorrent(bytes, {
    name: 'f60.bin',
    pieceLength: 262_144,
    trackers: [['http://10.77.0.30:6969/announce']],
  });
  for (const folder of [join(work, 'data'), join(work, 'torrents'), SEED_FOLDER])
    await mkdir(folder, { recursive: true });
  await writeFile(join(work, 'data', 'f60.bin'), bytes);
  await writeFile(join(work, 'torrents', 'f60.18.torrent'), torrent);
  await copyFile(join(work, 'data', 'f60.bin'), join(SEED_FOLDER, 'f60.bin'));
  return work;
}

/** One download; it takes for ever if it is not done within two minutes. */
async function runOnce(
  scripts: string,
  work: string,
  netlab: Netlab,
  { fate }: LinkScenario,
  rival: string,
): Promise<TimedGet> {
  const mode = fate === undefined ? 'h3' : fate === 'killed' ? 'h3-kill' : 'h3-link';
  const { stdout } = await execute('/usr/bin/python3', [join(scripts, 'scenario.py'), mode, rival, '1'], {
    // no other priority than ours
    env: { ...process.env, NETLAB: netlab.name, PEERS_WORK: work, PRIO: '', PYTHONDONTWRITEBYTECODE: '1' },
    timeout: RUN_TIMEOUT_MS,
  });
  const [result] = jsonLines(stdout);
  const wall = result?.['wall'];
  const seconds = typeof wall === 'number' ? wall : Number.POSITIVE_INFINITY;
  return { bytes: BYTES, seconds, lostAt: fate === undefined ? undefined : FATE_MS / 1000 };
}

function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return execute(command, args).then(
    () => true,
    () => false,
  );
}
