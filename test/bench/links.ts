import { randomBytes } from 'node:crypto';
import type { GetResult } from '../../peer/operations/operations.ts';
import { aPdf } from '../support/a-pdf.ts';
import { createLab, type Lab, type RunningPeer, type RunningTracker } from '../support/lab.ts';
import { benchRivals } from './link-rivals.ts';
import {
  DOWNLOADER,
  FASTEST,
  FATE_MS,
  HOLDERS,
  type LinkScenario,
  LOSSY,
  rowOf,
  SCENARIOS,
  type TimedGet,
  TRACKER,
} from './link-scenarios.ts';
import { findNetlab, type Netlab, openNetlab } from './netlab.ts';
import type { Bench, Measurement } from './report.ts';

const MIB = 2 ** 20;

/** What is measured, and how often. */
export interface LinksOptions {
  /** of `SCENARIOS` */
  readonly scenarios: readonly string[];
  /** names by which the rivals' scripts know them */
  readonly rivals: readonly string[];
  readonly runs: number;
  /** shows on stderr what our program says */
  readonly verbose: boolean;
}

/** Three unequal holders to one downloader over emulated links, and other people's clients over the same. */
export async function benchLinks({ scenarios, rivals, runs, verbose }: LinksOptions): Promise<Bench> {
  const measurements: Measurement[] = [];
  const skipped: string[] = [];
  const found = findNetlab();
  if ('missing' in found) skipped.push(`everything: ${found.missing}`);
  else {
    await using netlab = await openNetlab(found.program, [DOWNLOADER, ...HOLDERS, TRACKER]);
    for (const key of scenarios) {
      const scenario = SCENARIOS[key];
      if (scenario === undefined)
        throw new Error(`no scenario '${key}'; there are ${Object.keys(SCENARIOS).join(', ')}`);
      await netlab.set(LOSSY.name, 'loss', scenario.loss ?? 0);
      measurements.push(...(await measureOurs(netlab, scenario, { runs, verbose })));
      const others = await benchRivals(netlab, scenario, rivals, runs);
      measurements.push(...others.measurements);
      skipped.push(...others.skipped.filter((why) => !skipped.includes(why)));
    }
  }
  return {
    title: 'Three unequal holders over emulated links',
    method:
      `60 MiB from holders of 80, 40 and 20 Mbit/s (IP packets), 2, 20 and 80 ms away, TCP bbr; median and worst of ${runs}. Ours: from the ` +
      'moment the holders are known (probing included) to the last verified byte; others from the start of their download. The bound is payload ' +
      "/ (sum of the links' rates x 1448/1500), without the lost holder from the moment it is lost.",
    measurements,
    skipped,
  };
}

async function measureOurs(
  netlab: Netlab,
  scenario: LinkScenario,
  { runs, verbose }: Pick<LinksOptions, 'runs' | 'verbose'>,
): Promise<Measurement[]> {
  const files = [
    { kind: 'a PDF by its page map', name: 'scan.pdf', bytes: aPdf({ pages: 240, bytesPerPage: 262_144 }) },
    { kind: 'by pieces', name: 'random.bin', bytes: randomBytes(60 * MIB) },
  ];
  const rows: Measurement[] = [];
  for (const { kind, name, bytes } of files) {
    await using lab = await createLab();
    const offer = await publish(netlab, lab, await lab.file(name, bytes));
    const gets: TimedGet[] = [];
    for (let run = 0; run < runs; run++) gets.push(await getOnce(netlab, offer, scenario, verbose));
    rows.push(rowOf(`${scenario.name}: ${kind}`, gets));
  }
  return rows;
}

/** A document that all three hold. */
interface Offer {
  readonly lab: Lab;
  readonly tracker: RunningTracker;
  readonly holders: RunningPeer[];
  readonly sha256: string;
}

async function publish(netlab: Netlab, lab: Lab, file: string): Promise<Offer> {
  const tracker = await lab.startTracker({
    within: netlab.within(TRACKER.name),
    args: ['--host', TRACKER.ip],
  });
  const holders: RunningPeer[] = [];
  let sha256 = '';
  for (const place of HOLDERS.keys()) {
    const holder = await startHolder(netlab, lab, tracker, place);
    holders.push(holder);
    const args = ['publish', file, '--any', '--json'];
    const within = netlab.within(HOLDERS[place]?.name ?? '');
    const published = await lab.run(args, { data: holder.data, tracker, within, timeoutMs: 120_000 });
    sha256 = published.json<{ sha256: string }>().sha256;
  }
  return { lab, tracker, holders, sha256 };
}

function startHolder(netlab: Netlab, lab: Lab, tracker: RunningTracker, place: number): Promise<RunningPeer> {
  const { name = '', ip = '' } = HOLDERS[place] ?? {};
  return lab.startPeer({
    tracker,
    data: lab.path(`holder-${name}`),
    within: netlab.within(name),
    args: ['--host', ip, '--port', '6881'],
  });
}

/** One download by a new node, from the moment the holders are known to the last verified byte. */
async function getOnce(
  netlab: Netlab,
  offer: Offer,
  { fate }: LinkScenario,
  verbose: boolean,
): Promise<TimedGet> {
  const { lab, tracker, holders, sha256 } = offer;
  const place = `${performance.now()}`;
  const args = ['get', sha256, '--json', '--host', DOWNLOADER.ip, '--out', lab.path(`got-${place}`)];
  const within = netlab.within(DOWNLOADER.name);
  const child = lab.start(args, { data: lab.path(`reader-${place}`), tracker, within });
  await child.until(({ stderr }) => stderr().includes('probing') || undefined, 'word of the holders');
  const knownAt = performance.now();
  let lostAt: number | undefined;
  if (fate !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, FATE_MS));
    if (fate === 'killed') await holders[0]?.stop('SIGKILL');
    else await netlab.link(FASTEST.name, 'down');
    lostAt = (performance.now() - knownAt) / 1000;
  }
  const { code } = await child.exited;
  if (code !== 0) throw new Error(`get exits with ${code}: ${child.stderr()}`);
  if (fate === 'killed') holders[0] = await startHolder(netlab, lab, tracker, 0);
  if (fate === 'cut') await netlab.link(FASTEST.name, 'up');
  const { size: bytes, seconds, md5Ok }: GetResult = JSON.parse(child.stdout());
  if (!md5Ok) throw new Error('the MD5 is wrong');
  if (verbose) console.error(child.stderr(), child.stdout());
  return { bytes, seconds, lostAt };
}
