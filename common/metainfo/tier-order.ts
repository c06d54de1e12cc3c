import type { TrackerTiers } from './tracker-tiers.ts';

/**
 * The order in which the trackers of a torrent are tried: tier after tier, each tier shuffled once; one that answers moves
 * to the front of its tier, so that it is the first next time.
 *
 * @see BEP 12
 */
export class TierOrder {
  readonly #tiers: readonly string[][];

  /** @param random from 0 to below 1 */
  constructor(tiers: TrackerTiers, random: () => number) {
    this.#tiers = tiers.map((tier) => shuffled(tier, random));
  }

  /** All URLs in the order of this moment: the next one is for when those before it have failed. */
  urls(): readonly string[] {
    return [...new Set(this.#tiers.flat())];
  }

  /** The tracker at `url` has answered. */
  worked(url: string): void {
    for (const tier of this.#tiers) {
      const at = tier.indexOf(url);
      if (at > 0) tier.unshift(...tier.splice(at, 1));
    }
  }
}

/** Fisher and Yates. */
function shuffled(urls: readonly string[], random: () => number): string[] {
  const order = [...urls];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? '', order[at] ?? ''];
  }
  return order;
}
