import { describe, expect, test } from '@jest/globals';
import { levelFinish, publishedWeights } from '../../peer/assign/assign.ts';
import { aLayout, allLeaves } from '../support/a-layout.ts';
import { type RandomSwarm, randomSwarm } from '../support/random-swarm.ts';
import { runVirtualSwarm } from '../support/virtual-swarm.ts';

/** `PAGESWARM_SWARMS=1000 PAGESWARM_SEED=1` runs the swarms of seeds 1 to 1000. */
const COUNT = Number(process.env['PAGESWARM_SWARMS'] ?? 50);
const FIRST = Number(process.env['PAGESWARM_SEED'] ?? 1);
const SEEDS = Array.from({ length: COUNT }, (_, place) => FIRST + place);

/** How much later than the lower bound a download may end: as a factor, and what alarms and watching take, ms. */
const FACTOR = 1.15;
const ALARMS_MS = 2500;
/** What may come in vain, beside the document: for each holder, bytes. */
const VAIN_BYTES = 512 * 1024;

/** When it should be done if only those helped to whom nothing happens; by the published plan if they are equals. */
function boundMs(size: number, { steady, holders }: RandomSwarm): number {
  const rates = steady.map(({ rate }) => rate);
  const together = levelFinish(size, steady).finishMs;
  if (Math.max(...rates) >= 2 * Math.min(...rates) || steady.length < holders.length) return together;
  const [most = 1] = publishedWeights(steady.length);
  return Math.max(together, (most * size) / Math.min(...rates));
}

describe('Fetch in a random swarm', () => {
  test.each(SEEDS)('obeys the laws (seed %d)', (seed) => {
    const swarm = randomSwarm(seed);
    const layout = aLayout(swarm.pages.map((bytes) => ['page', bytes]));
    const run = runVirtualSwarm(layout, swarm.holders);

    // whole, every leaf kept once
    expect([...run.stored.keys()].sort((a, b) => a - b)).toEqual(allLeaves(layout));
    expect(new Set(run.stored.values())).toEqual(new Set([1]));
    // only liars are banned
    const liars = swarm.holders.filter(({ liesEvery }) => liesEvery !== undefined);
    expect(liars.map(({ address }) => address)).toEqual(expect.arrayContaining([...run.banned]));
    // what comes in vain is bounded
    expect(run.received).toBeLessThanOrEqual(layout.size + swarm.holders.length * VAIN_BYTES);
    // in time
    expect(run.finishedAt).toBeLessThanOrEqual(FACTOR * boundMs(layout.size, swarm) + ALARMS_MS);
  });
});
