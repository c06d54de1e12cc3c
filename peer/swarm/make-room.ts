/** Somebody who has connected to us. */
export interface Guest {
  readonly ip: string;
  /** ms since it came */
  readonly ageMs: number;
  /** it wants something of us, or has had something */
  readonly busy: boolean;
}

/** So long a guest may take to say what it wants, ms. */
const GRACE_MS = 5_000;

/**
 * Which of `guests`, the oldest first, gives its place to a newcomer from `ip` when there is none left; `undefined`: none, and
 * the newcomer goes.
 *
 * One who came and did nothing goes before one who is served. Among these it is taken from the address that has the most: one
 * machine that connects a thousand times drives out itself, not others. Of those who are served only an address that has more
 * than the newcomer's would then have loses one, its newest.
 */
export function whoGoes<G extends Guest>(guests: readonly G[], ip: string): G | undefined {
  const counts = new Map<string, number>();
  for (const guest of guests) counts.set(guest.ip, (counts.get(guest.ip) ?? 0) + 1);
  const countOf = (guest: Guest): number => counts.get(guest.ip) ?? 0;

  const idle = guests.filter(({ busy, ageMs }) => !busy && ageMs >= GRACE_MS);
  if (idle.length > 0) return mostBy(idle, countOf);
  const most = mostBy(guests.toReversed(), countOf);
  return most !== undefined && countOf(most) > (counts.get(ip) ?? 0) + 1 ? most : undefined;
}

/** The first of those that have the greatest `value`. */
function mostBy<T>(items: readonly T[], value: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || value(item) > value(best) ? item : best),
    undefined,
  );
}
