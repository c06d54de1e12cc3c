import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { aPdf } from '../support/a-pdf.ts';
import { aTorrent } from '../support/a-torrent.ts';
import { type Child, startChild } from '../support/child.ts';
import { createLab, jsonLines, type Lab } from '../support/lab.ts';
import { findNetlab, type Netlab, type NetlabHost, openNetlab } from './netlab.ts';
import { costOf } from './process-cost.ts';
import { type Bench, type Measurement, rounded } from './report.ts';

const execute = promisify(execFile);
const MIB = 2 ** 20;
const BYTES = 30 * MIB;
const NODE = fileURLToPath(new URL('./crowd-node.js', import.meta.url));
const TRACKER: NetlabHost = { name: 'tk', ip: '10.77.0.30' };
const SEED_FOLDER = '/dev/shm/seed';
const READY_MS = 120_000;
const DONE_MS = 90_000;

/** Those who fetch at once from one holder of 40 Mbit/s. */
interface CrowdScenario {
  readonly name: string;
  readonly peers: number;
  readonly upMbit: number;
  readonly downMbit: number;
}

const SCENARIOS: Readonly<Record<string, CrowdScenario>> = {
  eight: { name: '8 at once, 40 up and 80 down', peers: 8, upMbit: 40, downMbit: 80 },
  thirty: { name: '30 at once, 10 up and 20 down', peers: 30, upMbit: 10, downMbit: 20 },
};

/** What is measured, and how often. */
export interface CrowdOptions {
  /** of `eight`, `thirty` */
  readonly crowds: readonly string[];
  /** names by which the rivals' scripts know them; only for eight */
  readonly rivals: readonly string[];
  readonly runs: number;
}

/** What one run came to, s. */
interface CrowdRun {
  readonly last: number;
  readonly median: number;
  /** of all processes together; unknown of other people's */
  readonly cpu?: number;
}

/** One holder and many who fetch from it at once over emulated links, and other people's clients over the same. */
export async function benchCrowd({ crowds, rivals, runs }: CrowdOptions): Promise<Bench> {
  const measurements: Measurement[] = [];
  const skipped: string[] = [];
  const found = findNetlab();
  if ('missing' in found) skipped.push(`everything: ${found.missing}`);
  else {
    for (const key of crowds) {
      const scenario = SCENARIOS[key];
      if (scenario === undefined)
        throw new Error(`no crowd '${key}'; there are ${Object.keys(SCENARIOS).join(', ')}`);
      await using netlab = await openNetlab(found.program, hostsOf(scenario));
      measurements.push(...(await measureOurs(netlab, scenario, runs)));
      if (key !== 'eight') continue;
      for (const rival of rivals) {
        const measured = await measureRival(netlab, scenario, rival, runs);
        if (typeof measured === 'string') skipped.push(measured);
        else measurements.push(measured);
      }
    }
  }
  return {
    title: 'A crowd over emulated links',
    method:
      `30 MiB from one holder of 40 Mbit/s (IP packets) to many who begin at the same moment, 10 ms between any two, TCP bbr; median of ${runs}, from ` +
      'that moment to the last one done and verified. The bound is the largest of: all of it leaves the holder; comes down one line; leaves all lines ' +
      'for each, at 1448/1500 of their rates.',
    measurements,
    skipped,
  };
}

function hostsOf({ peers, upMbit, downMbit }: CrowdScenario): NetlabHost[] {
  const host = (place: number, up: number, down: number): NetlabHost => ({
    name: place === 0 ? 's0' : `l${place}`,
    ip: ipOf(place),
    delay_ms: 2.5,
    up_mbit: up,
    down_mbit: down,
  });
  const fetching = Array.from({ length: peers }, (_, place) => host(place + 1, upMbit, downMbit));
  return [host(0, 40, 80), ...fetching, TRACKER];
}

/** The tracker is at 30. */
function ipOf(place: number): string {
  return `10.77.0.${place < 29 ? place + 1 : place + 2}`;
}

function boundOf(bytes: number, { peers, upMbit, downMbit }: CrowdScenario): number {
  const goodput = (mbit: number): number => ((mbit * 1e6) / 8) * (1448 / 1500);
  const all = goodput(40) + peers * goodput(upMbit);
  return Math.max(bytes / goodput(40), bytes / goodput(downMbit), (peers * bytes) / all);
}

async function measureOurs(netlab: Netlab, scenario: CrowdScenario, runs: number): Promise<Measurement[]> {
  const files = [
    { kind: 'a PDF by its page map', name: 'scan.pdf', bytes: aPdf({ pages: 120, bytesPerPage: 262_144 }) },
    { kind: 'by pieces', name: 'random.bin', bytes: randomBytes(BYTES) },
  ];
  const rows: Measurement[] = [];
  for (const { kind, name, bytes } of files) {
    const all: CrowdRun[] = [];
    for (let run = 0; run < runs; run++) {
      await using lab = await createLab();
      all.push(await runOnce(netlab, lab, scenario, await lab.file(name, bytes)));
    }
    rows.push(rowOf(`${scenario.name}: ${kind}`, boundOf(bytes.length, scenario), all));
  }
  return rows;
}

async function runOnce(netlab: Netlab, lab: Lab, scenario: CrowdScenario, file: string): Promise<CrowdRun> {
  const tracker = await lab.startTracker({
    within: netlab.within(TRACKER.name),
    args: ['--host', TRACKER.ip],
  });
  const within = netlab.within('s0');
  const holder = await lab.startPeer({ tracker, within, args: ['--host', ipOf(0), '--port', '6881'] });
  const args = ['publish', file, '--any', '--json'];
  const published = await lab.run(args, { data: holder.data, tracker, within, timeoutMs: READY_MS });
  const { sha256 } = published.json<{ sha256: string }>();

  const go = lab.path('go');
  const nodes: Child[] = [];
  for (let place = 1; place <= scenario.peers; place++) {
    const data = lab.path(`l${place}`);
    await mkdir(data, { recursive: true });
    const [command = '', ...rest] = netlab.within(`l${place}`);
    const env = { ...process.env, PAGESWARM_TRACKER: tracker.url, HOME: lab.folder };
    const run = [...rest, process.execPath, NODE, data, ipOf(place), sha256, go];
    nodes.push(lab.own(startChild(command, run, { env })));
  }
  await Promise.all(nodes.map((node) => node.until((child) => said(child, 'ready'), 'ready line', READY_MS)));
  const seedBefore = costOf(holder.pid)?.cpuSeconds ?? 0;
  await writeFile(go, '');
  const done = await Promise.all(
    nodes.map((node) => node.until((child) => said(child, 'done'), 'done line', DONE_MS)),
  );
  const walls = done.map(({ wall }) => Number(wall));
  if (!done.every(({ md5Ok }) => md5Ok === true)) throw new Error('an MD5 is wrong');
  const cpu = done.reduce((sum, line) => sum + Number(line['cpu']), 0);
  const seedCpu = (costOf(holder.pid)?.cpuSeconds ?? 0) - seedBefore;
  return { last: Math.max(...walls), median: median(walls), cpu: cpu + seedCpu };
}

function said(child: Child, type: string): Record<string, unknown> | undefined {
  return jsonLines(child.stdout()).find((line) => line.type === type);
}

function rowOf(of: string, bound: number, runs: readonly CrowdRun[]): Measurement {
  const last = median(runs.map((run) => run.last));
  const cpu = runs.flatMap((run) => run.cpu ?? []);
  return {
    of,
    values: {
      'bound s': rounded(bound),
      'last one s': rounded(last),
      'x bound': rounded(last / bound),
      'worst x bound': rounded(Math.max(...runs.map((run) => run.last)) / bound),
      'median one s': rounded(median(runs.map((run) => run.median))),
      ...(cpu.length > 0 && { 'CPU s, all': rounded(median(cpu)) }),
    },
  };
}

function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.floor((ascending.length - 1) / 2)] ?? Number.NaN;
}

/** The same by another client, by the scripts in the folder `PAGESWARM_RIVALS`; or why not. */
async function measureRival(
  netlab: Netlab,
  scenario: CrowdScenario,
  rival: string,
  runs: number,
): Promise<Measurement | string> {
  const scripts = process.env['PAGESWARM_RIVALS'] ?? '';
  if (!existsSync(join(scripts, 'scenario.py')))
    return `${rival}: PAGESWARM_RIVALS does not name the folder of the scripts that run it`;
  const work = await mkdtemp(join(tmpdir(), 'pageswarm-rivals-'));
  try {
    await prepare(work);
    const all: CrowdRun[] = [];
    for (let run = 0; run < runs; run++) {
      const { stdout } = await execute(
        '/usr/bin/python3',
        [join(scripts, 'scenario.py'), 'flash', rival, '1'],
        {
          env: {
            ...process.env,
            NETLAB: netlab.name,
            PEERS_WORK: work,
            PRIO: '',
            PYTHONDONTWRITEBYTECODE: '1',
          },
          timeout: DONE_MS,
        },
      );
      const [result] = jsonLines(stdout);
      all.push({ last: Number(result?.['last']), median: Number(result?.['median']) });
    }
    return rowOf(`${scenario.name}: ${rival}`, boundOf(BYTES, scenario), all);
  } catch (error) {
    return `${rival}: it cannot be run here (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown'})`;
  } finally {
    await rm(work, { recursive: true });
    await rm(join(SEED_FOLDER, 'f30.bin'), { force: true });
  }
}

async function prepare(work: string): Promise<void> {
  const bytes = randomBytes(BYTES);
  const trackers = [['http://10.77.0.30:6969/announce']];
  const { bytes: torrent } = aTorrent(bytes, { name: 'f30.bin', pieceLength: 262_144, trackers });
  for (const folder of [join(work, 'data'), join(work, 'torrents'), SEED_FOLDER])
    await mkdir(folder, { recursive: true });
  await writeFile(join(work, 'data', 'f30.bin'), bytes);
  await writeFile(join(work, 'torrents', 'f30.18.torrent'), torrent);
  await copyFile(join(work, 'data', 'f30.bin'), join(SEED_FOLDER, 'f30.bin'));
}
