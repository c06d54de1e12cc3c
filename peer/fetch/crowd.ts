import { rarestStretch } from '../assign/assign.ts';
import { Availability } from './availability.ts';
import type { Source } from './source.ts';
import type { Work } from './work.ts';

/** What a crowd's work is dealt out of, and to whom. */
export interface CrowdOptions {
  readonly work: Work;
  /** how many the document has */
  readonly leaves: number;
  /** every holder that was ever part of the download */
  readonly sources: readonly Source[];
  /** in [0, 1) */
  readonly random: () => number;
  /** ms */
  readonly now: () => number;
}

/**
 * How long a leaf that its holder gave to somebody else is not asked of it, ms: until then it should come from there. What
 * the holder can send is spent on what nobody was given yet.
 */
const PATIENCE_MS = 1000;
/**
 * How much longer than its delay a holder is kept supplied, ms: not as long as when one fetches alone, for what is asked
 * early is chosen early, and news waits behind it on its way.
 */
const MARGIN_MS = 100;
/** What all together are asked for at least, bytes, and for how long at the rate at which they answer, ms. */
const MIN_TOGETHER = 128 * 1024;
const TOGETHER_MS = 500;
/** How long one who has fallen silent keeps its leaves, which others are asked for, too, ms: most speak again. */
const GIVEN_UP_MS = 1000;

/**
 * Who is asked for what when several fetch at once. Nothing is planned ahead: whoever lets us ask is asked for the
 * rarest leaves that it has, as many as fill its window. (docs/decisions/0032)
 */
export class Crowd {
  readonly #options: CrowdOptions;
  readonly #availability: Availability;
  /** holders that said they have more, without saying what */
  readonly #stale = new Set<Source>();
  /** the leaf that each was asked for last */
  readonly #asked = new Map<Source, number>();
  readonly #silentSince = new Map<Source, number>();
  #active = false;

  constructor(options: CrowdOptions) {
    this.#options = options;
    this.#availability = new Availability(options.leaves);
  }

  /** Whether somebody else fetches, too. */
  get active(): boolean {
    return this.#active;
  }

  /**
   * A holder has come, or has more: `leaves`, or whatever it has.
   *
   * @returns whether there may be something to ask it for: most of what others get in a crowd is here or under way
   */
  gained(source: Source, leaves?: readonly number[]): boolean {
    if (leaves === undefined) this.#stale.add(source);
    else this.#availability.look(source, leaves);
    this.#lookAround();
    const { ledger } = this.#options.work;
    return !this.#active || leaves === undefined || leaves.some((leaf) => ledger.isFree(leaf));
  }

  /** Others fetch of `source`, too, and were given `leaves`. */
  shared(source: Source, leaves: readonly number[]): void {
    source.given ??= new Map();
    for (const leaf of leaves) if (leaf < this.#options.leaves) source.given.set(leaf, this.#options.now());
    const last = this.#asked.get(source);
    // whoever was given the same goes on where we would: side by side both would ask for the same all the way
    if (last !== undefined && leaves.some((leaf) => source.active.has(leaf) || leaf === last + 1))
      this.#asked.delete(source);
    this.#silentSince.delete(source);
    this.#lookAround();
  }

  /** A holder has gone. */
  lost(source: Source): void {
    this.#stale.delete(source);
    this.#availability.forget(source);
    this.#asked.delete(source);
  }

  /** Time passes. */
  tick(): void {
    this.#lookAround();
    if (!this.#active) return;
    for (const source of this.#options.sources) {
      if (source.state === 'waiting') this.#free(source);
      else if (source.state !== 'silent') this.#silentSince.delete(source);
      else if (this.#isGivenUp(source)) this.#free(source);
      if (source.state === 'waiting') this.tellInterest(source);
    }
  }

  /** What it owes may be asked of anybody: it does not let us ask, or says nothing any more. */
  #free(source: Source): void {
    this.#options.work.takeFrom(source, [...source.active, ...source.queue]);
  }

  /** Whether it has been silent for so long that what has come of its leaves is given up. */
  #isGivenUp(source: Source): boolean {
    const now = this.#options.now();
    const since = this.#silentSince.get(source) ?? now;
    this.#silentSince.set(source, since);
    return now - since >= GIVEN_UP_MS;
  }

  /**
   * How many bytes should be under way from `source`. Many answer at once over one line: together they are asked for no
   * more than it brings in half a second, else each of them seems to be silent.
   */
  window(source: Source): number {
    const now = this.#options.now();
    let others = 0;
    let rate = 0;
    for (const each of this.#options.sources) {
      if (each.outstandingBytes === 0) continue;
      rate += each.meter.rate(now);
      if (each !== source) others += each.outstandingBytes;
    }
    const together = Math.max(MIN_TOGETHER, rate * TOGETHER_MS);
    const alone = source.windowFor(source.meter.rate(now), MARGIN_MS);
    return Math.max(0, Math.min(alone, together - others));
  }

  /** What `source` is to be asked for next; nothing if it has nothing that nobody was asked for. */
  pull(source: Source): number[] {
    const { ledger } = this.#options.work;
    const now = this.#options.now();
    const { given } = source;
    const held = this.#availability.of(source);
    const stretch = rarestStretch(
      {
        leaves: this.#options.leaves,
        after: this.#asked.get(source),
        commonness: (leaf) => {
          if (held[leaf] !== 1 || !ledger.isFree(leaf)) return undefined;
          const givenAt = given?.get(leaf);
          if (givenAt === undefined) return this.#availability.count(leaf);
          return now - givenAt > PATIENCE_MS ? this.#availability.count(leaf) + 1 : undefined;
        },
        bytesOf: (leaf) => ledger.bytesOf(leaf),
      },
      this.#options.random,
    );
    const last = stretch.at(-1);
    if (last !== undefined) this.#asked.set(source, last);
    return stretch;
  }

  /** Tells a holder whether there is anything to ask it for, so that it gives its slot to somebody else when not. */
  tellInterest(source: Source): void {
    if (source.alive) source.link.interest(!this.#active || !source.idle || this.#hasSomething(source));
  }

  #hasSomething(source: Source): boolean {
    const held = this.#availability.of(source);
    for (const leaf of this.#options.work.ledger.freeLeaves) if (held[leaf] === 1) return true;
    return false;
  }

  /** A crowd gathers, or there is none any more: what was planned for later is free again, to be asked of anybody. */
  #lookAround(): void {
    const { sources, work } = this.#options;
    const before = this.#active;
    this.#active = sources.some(({ alive, link, given }) => alive && (!link.complete || given !== undefined));
    if (before && !this.#active) for (const source of sources) this.tellInterest(source);
    if (!this.#active) return;
    for (const source of this.#stale) this.#availability.look(source);
    this.#stale.clear();
    if (before) return;
    for (const source of sources) work.takeFrom(source, work.unasked(source));
  }
}
