import type { Layout } from '../../common/layout.ts';
import {
  assignLeaves,
  clearlyApart,
  doubled,
  farEnd,
  levelFinish,
  publishedWeights,
  recut,
  type Worker,
} from '../assign/assign.ts';
import type { FetchEffects } from './effects.ts';
import type { Source } from './source.ts';
import type { Work } from './work.ts';

/** Runs are cut again at most this often, ms, and as a share of the time that is left. */
const CUT_EVERY_MS = 250;
const CUT_EVERY_SHARE = 0.05;
/** How long a holder's answers may take of which a second asks for the same, ms: as requests to it do. */
const DOUBLED_AHEAD_MS = 500;

/** A third is asked for a leaf only if it is so much quicker than the second. */
const MUCH_QUICKER = 2;

/** What one takes who goes on before others have answered: at least so many bytes, or what it sends in so many ms. */
const GOING_ON_BYTES = 1024 * 1024;
const GOING_ON_MS = 250;

/** What leaves are dealt out of, and to whom. */
export interface DealOptions {
  readonly layout: Layout;
  readonly work: Work;
  /** every holder that was ever part of the download */
  readonly sources: readonly Source[];
  readonly effects: FetchEffects;
  rateOf(source: Source): number;
  readonly now: () => number;
  /** a holder has got work */
  wake(source: Source): void;
}

/** A holder with what is known of it. */
interface Hand extends Worker {
  readonly source: Source;
}

/**
 * Who is given which leaves after the first plan.
 *
 * The plan stands until something speaks against it: a holder that is lost, silent, wrong or new, or rates that are
 * clearly apart. From then on the work is cut so that all finish together, as often as it pays. (docs/decisions/0021)
 */
export class Deal {
  readonly #options: DealOptions;
  #planStands = true;
  #nextCutAt = 0;
  /** whether it is known who is there, so that the work can be shared out */
  planned = true;

  constructor(options: DealOptions) {
    this.#options = options;
  }

  /** The published plan does not hold any more. */
  upset(): void {
    this.#planStands = false;
  }

  /** Time passes: cuts the runs again if that pays. */
  level(): void {
    const now = this.#options.now();
    if (!this.planned || now < this.#nextCutAt || !this.#mayCut()) return;
    const hands = this.#hands();
    const left = Math.max(0, ...hands.map(({ rate, remaining }) => (rate > 0 ? remaining / rate : 0)));
    this.#nextCutAt = now + Math.max(CUT_EVERY_MS, left * CUT_EVERY_SHARE);
    for (const { from, to, bytes } of recut(hands)) {
      if (this.#move(from, to, bytes)) this.#options.wake(to.source);
    }
  }

  /** Finds work for a holder that has none, or soon will have none. */
  findWork(dry: Source): void {
    const { work } = this.#options;
    const free = work.ledger.hasFree ? work.ledger.free().filter((leaf) => dry.has(leaf)) : [];
    if (!this.planned) return this.#goOn(dry, free);
    if (free.length > 0) return work.give(dry, free, 'back');
    if (!this.#mayCut()) return;

    const helper = this.#hand(dry);
    const others = this.#hands()
      .filter(({ source }) => source !== dry)
      .sort((a, b) => latest(a) - latest(b));
    for (const other of others) {
      for (const { bytes, to } of recut([other, helper])) {
        if (to === helper && this.#move(other, helper, bytes)) return;
      }
    }
    if (dry.idle) this.race(dry);
  }

  /** Who has done what it was given, while others have not even answered, goes on; but it takes no more than a little. */
  #goOn(dry: Source, free: readonly number[]): void {
    const { work, rateOf } = this.#options;
    if (dry.delivered.length === 0) return;
    const enough = Math.max(GOING_ON_BYTES, rateOf(dry) * GOING_ON_MS);
    let end = 0;
    for (let bytes = 0; end < free.length && bytes < enough; end++)
      bytes += work.ledger.bytesOf(free[end] ?? 0);
    work.give(dry, free.slice(0, end), 'back');
  }

  /**
   * Gives leaves that lost their holder, or hear nothing from it, to the others at once: so that all finish together
   * if it is known what each achieves, else by the published weights.
   */
  rehome(leaves: readonly number[], from: Source, why: string): void {
    const { layout, work, sources, wake } = this.#options;
    const usable = sources.filter((source) => source !== from && source.usable);
    const fetching = usable.filter(({ state }) => state === 'fetching');
    const others = fetching.length > 0 ? fetching : usable;
    if (others.length === 0 || leaves.length === 0) return;
    const weights = this.#weights(others, work.bytesOf(leaves));
    const candidates = others.map((source, place) => ({
      weight: weights[place] ?? 1,
      has: (leaf: number) => source.has(leaf) && !work.ledger.owes(leaf, source.place),
    }));
    const ascending = [...leaves].sort((a, b) => a - b);
    for (const [place, run] of assignLeaves(layout, ascending, candidates).entries()) {
      const source = others[place];
      if (source === undefined || run.length === 0) continue;
      work.give(source, run, 'front');
      this.#tell(from, source, run, why);
      wake(source);
    }
  }

  #weights(others: readonly Source[], bytes: number): number[] {
    const hands = others.map((source) => this.#hand(source));
    if (hands.some(({ rate }) => rate === 0)) return publishedWeights(others.length);
    const all = hands.reduce((sum, { remaining }) => sum + remaining, bytes);
    const level = levelFinish(all, hands);
    // whoever has enough to do gets next to nothing, but is somebody to fall back on
    return hands.map(({ remaining }, place) => Math.max(bytes / 1e6, (level.bytes[place] ?? 0) - remaining));
  }

  #mayCut(): boolean {
    if (this.#planStands && clearlyApart(this.#hands())) this.#planStands = false;
    return !this.#planStands;
  }

  /** Moves what was not asked yet, from the far end. @returns whether there was any */
  #move(from: Hand, to: Hand, bytes: number): boolean {
    const { work } = this.#options;
    const takeable = from.source.queue.filter((leaf) => to.source.has(leaf));
    const leaves = farEnd(takeable, bytes, (leaf) => work.ledger.bytesOf(leaf));
    if (leaves.length === 0) return false;
    const taken = work.takeFrom(from.source, leaves);
    work.give(to.source, taken, 'back');
    this.#tell(from.source, to.source, taken, to.rate > from.rate ? 'it is quicker' : 'it ends sooner');
    return true;
  }

  /** The last leaves are asked of two: an idle holder races the one that would end last, from the other end. */
  race(idle: Source): void {
    const { work, sources } = this.#options;
    const helper = this.#hand(idle);
    const room = helper.rate * (helper.latencyMs + DOUBLED_AHEAD_MS);
    const raced = sources
      .filter((source) => source !== idle && source.active.size > 0)
      .map((source) => this.#hand(source))
      .sort((a, b) => latest(a) - latest(b));
    for (const { source, rate } of raced) {
      const pace = source.state === 'fetching' ? rate : 0;
      const owed = work
        .asked(source, idle)
        .filter(({ leaf }) =>
          raced.every((other) => other.source === source || this.#loses(other, leaf, helper)),
        );
      const leaves = doubled(owed, pace, helper, room);
      if (leaves.length > 0) return work.give(idle, leaves, 'back');
    }
  }

  /** Whether one who is asked for `leaf`, too, if so, would have it far later than `helper`. */
  #loses({ source, rate }: Hand, leaf: number, helper: Hand): boolean {
    if (!this.#options.work.ledger.owes(leaf, source.place)) return true;
    return source.state !== 'fetching' || rate * MUCH_QUICKER <= helper.rate;
  }

  #tell(from: Source, by: Source, leaves: readonly number[], why: string): void {
    const bytes = this.#options.work.bytesOf(leaves);
    this.#options.effects.takenOver({ from: from.link.address, by: by.link.address, bytes, why });
  }

  #hands(): Hand[] {
    return this.#options.sources
      .filter(({ state }) => state === 'fetching')
      .map((source) => this.#hand(source));
  }

  #hand(source: Source): Hand {
    const { remaining, link, meter } = source;
    const { rateOf, now } = this.#options;
    const { latencyMs, rememberedRate = 0 } = link;
    const measured = rateOf(source);
    const remembered = measured === 0 && rememberedRate > 0;
    const rate = remembered ? rememberedRate : measured;
    return { source, rate, remembered, busyMs: meter.busyMs(now()), latencyMs, remaining };
  }
}

/** Puts those first that would end last. */
function latest({ rate, remaining }: Worker): number {
  return rate > 0 ? -remaining / rate : Number.NEGATIVE_INFINITY;
}
