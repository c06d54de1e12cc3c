import { describe, expect, test } from '@jest/globals';
import { aLayout } from '../support/a-layout.ts';
import { crowdBoundMs } from '../support/crowd-bound.ts';
import { randomCrowd } from '../support/random-crowd.ts';
import { type Fate, type Member, runCrowd } from '../support/virtual-crowd.ts';

/** `PAGESWARM_SWARMS=1000 PAGESWARM_SEED=1` runs the crowds of seeds 1 to 1000. */
const COUNT = Number(process.env['PAGESWARM_SWARMS'] ?? 20);
const FIRST = Number(process.env['PAGESWARM_SEED'] ?? 1);
const SEEDS = Array.from({ length: COUNT }, (_, place) => FIRST + place);

/** How much later than the lower bound the last one may be done: as a factor, and ms. */
const FACTOR = 2.5;
const LATE_MS = 15_000;
/** What may come in vain to one: as a share of the document, and bytes for each of the others. */
const VAIN_SHARE = 0.25;
const VAIN_BYTES = 512 * 1024;
/** The most that may be under way to one, bytes, for each of the others. */
const UNDER_WAY = 2 * 1024 * 1024;

const MBIT = 125;
const LEAF = 262_144;

function aMember(up: number, down: number): Member {
  return { access: { up: up * MBIT, down: down * MBIT, delayMs: 2.5 } };
}

function honest({ liesEvery }: Member): boolean {
  return liesEvery === undefined;
}

/** Those who came and stayed, and are to have all of it. */
function stayed({ diesAt, silentFrom }: Member): boolean {
  return diesAt === undefined && silentFrom === undefined;
}

function lastOf(fates: readonly Fate[]): number {
  return Math.max(...fates.map(({ finishedAt }) => finishedAt ?? Number.POSITIVE_INFINITY));
}

describe('a random crowd', () => {
  test.each(SEEDS)('obeys the laws (seed %d)', async (seed) => {
    const { pages, byPieces, members } = randomCrowd(seed);
    const layout = aLayout(pages.map((bytes) => ['page', bytes]));
    const fates = await runCrowd(layout, members, { seed, byPieces });
    const bound = crowdBoundMs(layout.size, members.filter(stayed).filter(honest));
    for (const [place, { content, banned, received, mostUnderWay }] of fates.entries()) {
      const member = members[place];
      if (member === undefined || !stayed(member)) continue;
      // whole, every leaf kept once
      expect(content.complete).toBe(true);
      expect([...content.stored.values()].every((times) => times === 1)).toBe(true);
      // only liars are banned
      expect(banned.every((liar) => members[liar]?.liesEvery !== undefined)).toBe(true);
      // what comes in vain, and what is under way, is bounded
      expect(received).toBeLessThanOrEqual((1 + VAIN_SHARE) * layout.size + members.length * VAIN_BYTES);
      expect(mostUnderWay).toBeLessThanOrEqual(members.length * UNDER_WAY);
    }
    // in time
    expect(lastOf(fates.filter((_, place) => stayed(members[place] ?? aMember(1, 1))))).toBeLessThanOrEqual(
      FACTOR * bound + LATE_MS,
    );
  });
});

describe('a crowd that comes at once', () => {
  const layout = aLayout(Array.from({ length: 40 }, () => ['page', LEAF]));
  const seed: Member = { ...aMember(40, 80), has: 'all' };

  test('has a document of 10 MiB within 1.5 of the lower bound, which left its only holder hardly more than once', async () => {
    const members = [seed, ...Array.from({ length: 8 }, () => aMember(40, 80))];
    const fates = await runCrowd(layout, members);
    expect(lastOf(fates)).toBeLessThanOrEqual(1.5 * crowdBoundMs(layout.size, members));
    expect(fates[0]?.sent).toBeLessThanOrEqual(1.3 * layout.size);
    // each leaf comes once to each, but for the last ones, which are asked of two
    for (const { received } of fates.slice(1)) expect(received).toBeLessThanOrEqual(1.1 * layout.size);
  });

  test('ends in time though it knows of each other only by the one that all know', async () => {
    const members = [seed, ...Array.from({ length: 4 }, () => aMember(40, 80))];
    const fates = await runCrowd(layout, members, { listedAfterMs: 60_000 });
    expect(lastOf(fates)).toBeLessThanOrEqual(1.5 * crowdBoundMs(layout.size, members));
  });

  test('goes on among themselves when the only holder leaves, once all of it is out', async () => {
    const members = [{ ...seed, diesAt: 4000 }, ...Array.from({ length: 6 }, () => aMember(20, 40))];
    const fates = await runCrowd(layout, members);
    expect(fates.slice(1).every(({ content }) => content.complete)).toBe(true);
  });
});
