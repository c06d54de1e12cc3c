import { basename, dirname } from 'node:path';
import { aPdf } from '../support/a-pdf.ts';
import { startChild } from '../support/child.ts';
import { onPath } from '../support/installed.ts';
import { createLab, type Lab } from '../support/lab.ts';
import { ARIA2 } from './aria2-flags.ts';
import { type LibtorrentRun, runLibtorrent, type Sendable, whyNoLibtorrent } from './libtorrent.ts';
import { getOnce, type Offer, type OurRun, publish, randomFile } from './our-transfer.ts';
import { type Bench, type Measurement, rounded } from './report.ts';
import { type Transfer, transferRow } from './transfer-rows.ts';

const MIB = 2 ** 20;
const MB = 1e6;
/** Ports of other clients. */
const PORT = 51_413;

/** What is measured, and how often. */
export interface ThroughputOptions {
  readonly mebibytes: number;
  readonly runs: number;
}

/** One holder to one downloader over loopback, in turn with libtorrent and aria2. */
export async function benchThroughput({ mebibytes, runs }: ThroughputOptions): Promise<Bench> {
  const skipped: string[] = [];
  const byPieces = await measureByPieces(mebibytes, runs, skipped);
  const byMap = await measureByMap(runs);
  return {
    title: 'One holder to one downloader, loopback',
    method:
      `Real processes on one machine, median of ${runs}, in turn. MB/s: ours from the moment the holders are known (probing included) to the last ` +
      'verified byte, with digests to the MD5 and SHA-256 of the whole; libtorrent (seeder: its high-performance settings) from the order to ' +
      'the last verified piece, then `md5sum`; aria2 from the start of the process to its end. CPU: of the two peers, which ran before, from the ' +
      'order to the end; of `md5sum` it is not counted. Peak: resident memory, with the mapped file for libtorrent. What limits ours: the ' +
      "downloader's loop, of whose time a quarter is SHA-1 and most of the rest moves bytes; with digests, the two cores.",
    measurements: [...byPieces, ...byMap],
    skipped,
  };
}

async function measureByPieces(mebibytes: number, runs: number, skipped: string[]): Promise<Measurement[]> {
  await using lab = await createLab();
  const offer = await publish(lab, await randomFile(lab, mebibytes), ['--any']);
  const sendable = await sendableOf(offer);
  const noLibtorrent = whyNoLibtorrent();
  if (noLibtorrent !== undefined) skipped.push(`libtorrent beside it: ${noLibtorrent}`);
  const ours = { without: [] as OurRun[], withThem: [] as OurRun[] };
  const theirs: LibtorrentRun[] = [];
  for (let run = 0; run < runs; run++) {
    ours.without.push(await getOnce(offer, false));
    if (noLibtorrent === undefined)
      theirs.push(await runLibtorrent(sendable, [PORT, PORT + 1], lab.path('lt')));
    ours.withThem.push(await getOnce(offer, true));
  }
  const summed = theirs.map((run) => ({ ...run, seconds: run.seconds + run.md5Seconds }));
  const what = `${mebibytes} MiB by pieces`;
  return [
    transferRow(`${what}, no digests of the whole`, ours.without, theirs),
    transferRow(`${what}, with MD5 and SHA-256`, ours.withThem.map(withDigests), summed),
    ...(theirs.length === 0
      ? []
      : [transferRow('libtorrent to libtorrent', theirs), transferRow('the same, then md5sum', summed)]),
    ...(await measureAria2(offer, sendable, runs, skipped)),
  ];
}

async function measureByMap(runs: number): Promise<Measurement[]> {
  await using lab = await createLab();
  const pdf = aPdf({ pages: 500, bytesPerPage: 250_000 });
  const offer = await publish(lab, await lab.file('pages.pdf', pdf), []);
  const without: OurRun[] = [];
  const withThem: OurRun[] = [];
  for (let run = 0; run < runs; run++) {
    without.push(await getOnce(offer, false));
    withThem.push(await getOnce(offer, true));
  }
  const what = `PDF of ${Math.round(pdf.length / MIB)} MiB by its page map`;
  return [
    transferRow(`${what}, no digests of the whole`, without),
    transferRow(`${what}, with MD5, SHA-256 and the pieces' SHA-1`, withThem.map(withDigests)),
  ];
}

function withDigests(run: OurRun): Transfer {
  return { ...run, seconds: run.seconds + run.digestSeconds };
}

async function sendableOf({ lab, tracker, file, sha256, bytes }: Offer): Promise<Sendable> {
  const torrent = lab.path('shared.torrent');
  const saved = await lab.run(['torrent', sha256, '-o', torrent], { data: lab.path('asker'), tracker });
  if (saved.code !== 0) throw new Error(`torrent exits with ${saved.code}: ${saved.stderr}`);
  return { torrent, folder: dirname(file), name: basename(file), bytes };
}

async function measureAria2(
  { lab, holder, tracker, sha256 }: Offer,
  { torrent, folder, bytes }: Sendable,
  runs: number,
  skipped: string[],
): Promise<Measurement[]> {
  if (!onPath('aria2c')) {
    skipped.push('aria2 beside it: aria2c is not installed');
    return [];
  }
  await holder.stop(); // aria2 is to fetch from aria2
  const listening = `--listen-port=${PORT}`;
  const args = [...ARIA2, `--dir=${folder}`, listening, '--seed-ratio=0', '--check-integrity=true', torrent];
  const seeder = lab.own(startChild('aria2c', args));
  await announced(lab, tracker.url, sha256);
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) best = Math.min(best, await runAria2(lab, torrent, run));
  await seeder.stop();
  return [{ of: 'aria2 to aria2, start to end, best', values: { 'MB/s': rounded(bytes / MB / best) } }];
}

/** @returns seconds */
async function runAria2(lab: Lab, torrent: string, run: number): Promise<number> {
  const startedAt = performance.now();
  const fetch = [
    ...ARIA2,
    `--dir=${lab.path(`aria2-${run}`)}`,
    `--listen-port=${PORT + 1 + run}`,
    '--seed-time=0',
  ];
  const { code } = await lab.own(startChild('aria2c', [...fetch, torrent])).exited;
  if (code !== 0) throw new Error(`aria2c exits with ${code}`);
  return (performance.now() - startedAt) / 1000;
}

/** Waits until the tracker knows a holder of the document, for a minute at most. */
async function announced(lab: Lab, url: string, sha256: string): Promise<void> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; ) {
    const shown = await lab.run(['show', sha256, '--json'], { data: lab.path('asker'), tracker: { url } });
    if (shown.json<{ holders: number }>().holders > 0) return;
  }
  throw new Error('the seeder of aria2 did not announce itself within a minute');
}
