import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { GetResult } from '../../peer/operations/operations.ts';
import { aPdf } from '../support/a-pdf.ts';
import { startChild } from '../support/child.ts';
import { createLab, type Lab, type RunningPeer, type RunningTracker } from '../support/lab.ts';
import { costOf, watchCost } from './process-cost.ts';
import { type Bench, type Measurement, rounded } from './report.ts';

const MIB = 2 ** 20;
const MB = 1e6;
const GIB = 2 ** 30;
const RUNS = 3;

/** A document on its way: who holds it and what it is. */
interface Offer {
  readonly lab: Lab;
  readonly tracker: RunningTracker;
  readonly holder: RunningPeer;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One holder to one downloader over loopback, real processes, every leaf verified; and aria2 to aria2 beside it. */
export async function benchThroughput(mebibytes: number): Promise<Bench> {
  const measurements: Measurement[] = [];
  const skipped: string[] = [];
  {
    await using lab = await createLab();
    const offer = await publish(lab, await randomFile(lab, mebibytes), ['--any']);
    measurements.push(await measureGet(offer, `${mebibytes} MiB by pieces`));
    await offer.holder.stop(); // aria2 is to fetch from aria2
    if (await isInstalled('aria2c'))
      measurements.push(await measureAria2(offer, `${mebibytes} MiB, aria2 to aria2`));
    else skipped.push('aria2 beside it: aria2c is not installed');
  }
  await using lab = await createLab();
  const pdf = aPdf({ pages: 500, bytesPerPage: 250_000 });
  const offer = await publish(lab, await lab.file('pages.pdf', pdf), []);
  measurements.push(await measureGet(offer, `PDF of ${Math.round(pdf.length / MIB)} MiB by its page map`));
  return {
    title: 'One holder to one downloader, loopback',
    method:
      `Real processes on one machine, best of ${RUNS}. MB/s: from the moment the holders are known to the last verified byte, and from the start of ` +
      'the process to its end (with probing, MD5 of the whole file and goodbye); for aria2 only the latter exists.',
    measurements,
    skipped,
  };
}

async function randomFile(lab: Lab, mebibytes: number): Promise<string> {
  const path = await lab.file('shared/random.bin', '');
  await using file = await open(path, 'w');
  for (let count = 0; count < mebibytes; count++) await file.write(randomBytes(MIB));
  return path;
}

async function publish(lab: Lab, file: string, flags: readonly string[]): Promise<Offer> {
  const tracker = await lab.startTracker();
  const holder = await lab.startPeer({ tracker });
  const published = await lab.run(['publish', file, ...flags, '--json'], {
    data: holder.data,
    tracker,
    timeoutMs: 300_000,
  });
  const { sha256, size } = published.json<{ sha256: string; size: number }>();
  return { lab, tracker, holder, file, bytes: size, sha256 };
}

async function measureGet(offer: Offer, of: string): Promise<Measurement> {
  const runs: { result: GetResult; wall: number; cpu: number; peak: number }[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await getOnce(offer, run));
  const best = runs.reduce((a, b) => (b.result.seconds < a.result.seconds ? b : a));
  return {
    of,
    values: {
      'MB/s': rounded(offer.bytes / MB / best.result.seconds),
      'MB/s start to end': rounded(offer.bytes / MB / best.wall),
      'CPU s per GiB, both': rounded((best.cpu * GIB) / offer.bytes),
      'downloader peak MB': rounded(best.peak / MB),
    },
  };
}

async function getOnce({ lab, tracker, holder, sha256 }: Offer, run: number) {
  const before = costOf(holder.pid);
  const startedAt = performance.now();
  const child = lab.start(['get', sha256, '--out', lab.path(`got-${run}`), '--json'], {
    data: lab.path(`reader-${run}`),
    tracker,
  });
  const watch = watchCost(child.pid);
  const { code } = await child.exited;
  const wall = (performance.now() - startedAt) / 1000;
  const [own, after] = [watch.end(), costOf(holder.pid)];
  if (code !== 0) throw new Error(`get exits with ${code}: ${child.stderr()}`);
  const result: GetResult = JSON.parse(child.stdout());
  const cpu = (own?.cpuSeconds ?? Number.NaN) + (after?.cpuSeconds ?? 0) - (before?.cpuSeconds ?? 0);
  return { result, wall, cpu, peak: own?.peakBytes ?? Number.NaN };
}

/** Flags that leave of aria2 only what is compared: plain TCP, one swarm, no limits, no configuration of the user's. */
const ARIA2 = [
  '--no-conf',
  '--enable-dht=false',
  '--enable-dht6=false',
  '--bt-enable-lpd=false',
  '--disable-ipv6=true',
  '--interface=127.0.0.1',
  '--file-allocation=none',
  '--disk-cache=64M',
  '--allow-overwrite=true',
  '--bt-min-crypto-level=plain',
  '--bt-require-crypto=false',
  '--summary-interval=0',
  '--quiet=true',
];

async function measureAria2({ lab, tracker, file, bytes, sha256 }: Offer, of: string): Promise<Measurement> {
  const torrent = lab.path('shared.torrent');
  const saved = await lab.run(['torrent', sha256, '-o', torrent], { data: lab.path('reader-0'), tracker });
  if (saved.code !== 0) throw new Error(`torrent exits with ${saved.code}: ${saved.stderr}`);
  const seed = [
    ...ARIA2,
    `--dir=${dirname(file)}`,
    '--listen-port=51413',
    '--seed-ratio=0',
    '--check-integrity=true',
  ];
  const seeder = lab.own(startChild('aria2c', [...seed, torrent]));
  await announced(lab, tracker, sha256);

  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const startedAt = performance.now();
    const fetch = [
      ...ARIA2,
      `--dir=${lab.path(`aria2-${run}`)}`,
      `--listen-port=${51414 + run}`,
      '--seed-time=0',
    ];
    const { code } = await lab.own(startChild('aria2c', [...fetch, torrent])).exited;
    if (code !== 0) throw new Error(`aria2c exits with ${code}`);
    best = Math.min(best, (performance.now() - startedAt) / 1000);
  }
  await seeder.stop();
  return { of, values: { 'MB/s start to end': rounded(bytes / MB / best) } };
}

/** Waits until the tracker knows a holder of the document, for a minute at most. */
async function announced(lab: Lab, tracker: RunningTracker, sha256: string): Promise<void> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; ) {
    const shown = await lab.run(['show', sha256, '--json'], { data: lab.path('reader-0'), tracker });
    if (shown.json<{ holders: number }>().holders > 0) return;
  }
  throw new Error('the seeder of aria2 did not announce itself within a minute');
}

async function isInstalled(command: string): Promise<boolean> {
  return promisify(execFile)(command, ['--version']).then(
    () => true,
    () => false,
  );
}
