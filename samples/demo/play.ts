import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ManifestEntry } from '../make/manifest.ts';
import { publishAll, startHolders, startTracker } from './holders.ts';
import { check } from './narrator.ts';
import { compareMd5, extractPage, fetchFromAll, find, openReadingCopy } from './reader.ts';
import type { AccessLine } from './relay.ts';
import { listHolders, type Stage, startPeer } from './stage.ts';

const SAMPLES = fileURLToPath(new URL('../../../samples/', import.meta.url));
/** The nearest is not the fastest: the first plan goes by latency, what follows by rate. Rates in bytes/ms. */
const LINES: readonly AccessLine[] = [
  { roundTripMs: 2, rate: 400 },
  { roundTripMs: 20, rate: 800 },
  { roundTripMs: 80, rate: 200 },
];
/** Shares of three holders by the published rule, percent. */
const PLANNED_SHARES = '58.33 / 25.00 / 16.67';
/** The document that is fetched: the one with most bytes, so that there is something to watch. */
const WANTED = 'harbour-masters-logbook-scan.pdf';
const PAGE_TO_EXTRACT = 7;

/** The demo from the first step to the last. @throws {Error} when a step is not as promised */
export async function play(stage: Stage): Promise<void> {
  const { narrator, company } = stage;
  const manifest: { samples: ManifestEntry[] } = JSON.parse(
    await readFile(`${SAMPLES}manifest.json`, 'utf8'),
  );
  const { samples } = manifest;

  const tracker = await narrator.step(
    'A tracker with an embedded store: it knows who holds what, and no byte of it',
    () => startTracker(stage),
  );
  const holders = await narrator.step(
    'Three holders, each behind a line of its own: unlike latency, unlike rate',
    () => startHolders(stage, tracker, LINES),
  );
  await narrator.step(
    'Each publishes the folder samples/pdf: the same bytes, so three holders of each document',
    () => publishAll(stage, holders, `${SAMPLES}pdf`, samples.length),
  );
  const reader = { name: 'reader', tracker };
  await narrator.step('A fourth peer, which has nothing yet', () => startPeer(stage, reader));
  const wanted = await narrator.step('Search by name, blind to accents and case', async () => {
    const accented = await find(stage, reader, 'introducao optica');
    check(accented.name.startsWith('Introdução'), 'the accents do not matter');
    return find(stage, reader, 'logbook');
  });
  check(wanted.name === WANTED, `${WANTED} is found`);
  await narrator.step('Who holds it, before', () => listHolders(stage, reader, wanted.sha256, LINES.length));
  const result = await narrator.step(
    'Get it: probe, rank by latency, assign page runs, fetch from all three at once, take over by rate',
    () => fetchFromAll(stage, reader, wanted, PLANNED_SHARES),
  );
  await narrator.step('MD5 of the merged file, computed here again, against samples/manifest.json', () =>
    compareMd5(stage, result, samples.find((sample) => sample.name === WANTED)?.md5),
  );
  await narrator.step('Who holds it, after: the fourth peer, too', () =>
    listHolders(stage, reader, wanted.sha256, LINES.length + 1),
  );
  await narrator.step(
    'The reading copy: what had arrived, joined in page order while it ran; complete by now',
    () => openReadingCopy(stage, result),
  );
  await narrator.step(`Page ${PAGE_TO_EXTRACT} alone, cut out of the original's bytes by the page map`, () =>
    extractPage(stage, result, PAGE_TO_EXTRACT),
  );
  await narrator.step('Everybody leaves: each process says goodbye to the tracker and ends', async () => {
    check((await company.dismiss()) === 0, 'every process ends by itself when asked to');
  });
}
