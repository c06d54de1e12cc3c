import { seeded } from './seeded.ts';
import type { Member } from './virtual-crowd.ts';

/** A crowd of which anything may be true, but for its first member: that one has all of it, is honest and stays. */
export interface RandomCrowd {
  /** bytes of each page */
  readonly pages: readonly number[];
  readonly byPieces: boolean;
  readonly members: readonly Member[];
}

/** The crowd of `seed`: to 50 members on lines of 1 to 80 Mbit/s, one way to 60 ms, and a document of 0.3 to 4 MB. */
export function randomCrowd(seed: number): RandomCrowd {
  const random = seeded(seed);
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low));
  // large crowds are rare: most of what can go wrong needs few
  const count = 2 + Math.floor(48 * random() ** 3);
  const byPieces = random() < 0.3;
  const size = Math.min(4_000_000, Math.max(300_000, 40_000_000 / count)) * (0.3 + 0.7 * random());
  const page = byPieces ? 16_384 * 2 ** between(0, 5) : between(10_000, 400_000);
  const pages = Array.from({ length: Math.max(2, Math.round(size / page)) }, () =>
    byPieces ? page : between(1000, 2 * page),
  );
  let liars = 0; // of two who send the same leaf wrong it may be the page map that is wrong: that is another story
  const aMember = (place: number): Member => {
    const up = 125 * 80 ** random();
    const access = { up, down: up * (1 + 3 * random()), delayMs: between(1, 60) };
    if (place === 0) return { access: { ...access, up: Math.max(500, up) }, has: 'all' };
    const when = between(0, 6000);
    const fates: readonly Partial<Member>[] = [
      { diesAt: when },
      { silentFrom: when },
      { joinsAt: when },
      { joinsAt: when },
      { has: 'all' },
      { has: 'all', liesEvery: between(1, 60) },
      { has: (leaf: number) => (leaf * 7 + place) % 3 === 0 },
      { access: { ...access, loss: 0.02 * random() } },
    ];
    const member = { access, ...fates[between(0, 2 * fates.length)] };
    return member.liesEvery !== undefined && liars++ > 0 ? { access } : member;
  };
  return { pages, byPieces, members: Array.from({ length: count }, (_, place) => aMember(place)) };
}
