import { seeded } from './seeded.ts';
import type { VirtualHolder } from './virtual-swarm.ts';

/** A swarm of which anything may be true, but for its first holder: that one is honest and stays. */
export interface RandomSwarm {
  /** bytes of each page */
  readonly pages: readonly number[];
  readonly holders: readonly VirtualHolder[];
  /** holders to which nothing happens */
  readonly steady: readonly VirtualHolder[];
}

/** The swarm of `seed`: 1 to 12 holders of 2 to 300 ms and 0.1 to 12 MB/s, to 14 MB. */
export function randomSwarm(seed: number): RandomSwarm {
  const random = seeded(seed);
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low));
  const pages = Array.from({ length: between(5, 50) }, () => between(2000, 300_000));
  const steady: VirtualHolder[] = [];
  const holders = Array.from({ length: between(1, 13) }, (_, place): VirtualHolder => {
    const holder = {
      address: `holder ${place}`,
      latencyMs: between(2, 300),
      rate: Math.round(100 * 120 ** random()),
    };
    const from = between(0, 6000);
    const fates: readonly Partial<VirtualHolder>[] = [
      { diesAt: from },
      { silentFrom: from },
      { silentFrom: from, silentUntil: from + between(50, 4000) },
      { liesEvery: between(1, 400) },
      { unchokesAt: between(500, 9000) },
      { joinsAt: from },
      { has: (leaf: number) => (leaf * 7 + place) % 3 === 0 },
    ];
    const fate = place === 0 ? undefined : fates[between(0, 2 * fates.length)];
    if (fate === undefined) steady.push(holder);
    return { ...holder, ...fate };
  });
  return { pages, holders, steady };
}
