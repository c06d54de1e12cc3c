import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { GetResult } from '../../peer/operations/operations.ts';
import type { Lab, RunningPeer, RunningTracker } from '../support/lab.ts';
import { costOf } from './process-cost.ts';
import type { Transfer } from './transfer-rows.ts';

const MIB = 2 ** 20;
const PATIENCE_MS = 300_000;

/** A document on its way: who holds it and what it is. */
export interface Offer {
  readonly lab: Lab;
  readonly tracker: RunningTracker;
  readonly holder: RunningPeer;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One run, and how long the digests of the whole took after the last byte, s. */
export interface OurRun extends Transfer {
  readonly digestSeconds: number;
  /** s, from the start of the command to its end */
  readonly wall: number;
}

/** A file of random bytes in `lab`. */
export async function randomFile(lab: Lab, mebibytes: number): Promise<string> {
  const path = await lab.file('shared/random.bin', '');
  await using file = await open(path, 'w');
  for (let count = 0; count < mebibytes; count++) await file.write(randomBytes(MIB));
  return path;
}

/** Publishes `file`; the holder is started anew, so that its memory is that of serving. */
export async function publish(lab: Lab, file: string, flags: readonly string[]): Promise<Offer> {
  const tracker = await lab.startTracker();
  const publisher = await lab.startPeer({ tracker });
  const { data } = publisher;
  const published = await lab.run(['publish', file, ...flags, '--json'], {
    data,
    tracker,
    timeoutMs: PATIENCE_MS,
  });
  const { sha256, size } = published.json<{ sha256: string; size: number }>();
  await publisher.stop();
  const holder = await lab.startPeer({ tracker, data });
  return { lab, tracker, holder, file, bytes: size, sha256 };
}

/** A `get` that a running peer of its own does; what it costs is counted from the order to the end. */
export async function getOnce(offer: Offer, digests: boolean): Promise<OurRun> {
  const { lab, tracker, holder, sha256, bytes } = offer;
  const data = lab.path(`reader-${performance.now()}`);
  const downloader = await lab.startPeer({ tracker, data });
  const both = [holder, downloader];
  const before = both.map(({ pid }) => costOf(pid)?.cpuSeconds ?? Number.NaN);
  const startedAt = performance.now();
  const got = await lab.run(['get', sha256, '--json', ...(digests ? [] : ['--no-digests'])], {
    data,
    tracker,
    timeoutMs: PATIENCE_MS,
  });
  const wall = (performance.now() - startedAt) / 1000;
  if (got.code !== 0) throw new Error(`get exits with ${got.code}: ${got.stderr}`);
  const after = both.map(({ pid }) => costOf(pid));
  const cpuSeconds = after.reduce((sum, cost, at) => sum + (cost?.cpuSeconds ?? 0) - (before[at] ?? 0), 0);
  const [holderPeak = 0, downloaderPeak = 0] = after.map((cost) => cost?.peakBytes ?? 0);
  const { seconds, digestSeconds = 0 } = got.json<GetResult>();
  await downloader.stop();
  await rm(data, { recursive: true, force: true });
  return { bytes, seconds, digestSeconds, wall, cpuSeconds, holderPeak, downloaderPeak };
}
