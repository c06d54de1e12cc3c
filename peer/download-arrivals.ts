import { type Ranked, rankHolders } from './rank/rank.ts';
import type { Connection, ProbedHolder, ProbeOptions } from './swarm/swarm.ts';

/** A living holder with its place in the order. */
export type RankedHolder = Ranked<ProbedHolder>;

/** Holders as they answer: some early, and all of them in their order when no more are waited for. */
export class Arrivals {
  /** how many were asked */
  readonly asked: number;
  /** all that live, the nearest first */
  readonly ranked: Promise<readonly RankedHolder[]>;
  readonly #early: RankedHolder[] = [];
  readonly #enough = new AbortController();
  readonly #listeners = new Set<(holder: RankedHolder) => void>();

  /** @param probe asks so many as were `asked` */
  constructor(asked: number, probe: (options: ProbeOptions) => Promise<ProbedHolder[]>) {
    this.asked = asked;
    const early = (holder: ProbedHolder): void => {
      for (const ranked of rankHolders([holder])) this.#come(ranked);
    };
    this.ranked = probe({ early, enough: this.#enough.signal }).then((probed) => {
      this.#listeners.clear();
      return rankHolders(probed);
    });
    this.ranked.catch(() => undefined); // whoever needs them hears of it
  }

  #come(holder: RankedHolder): void {
    this.#early.push(holder);
    for (const listener of [...this.#listeners]) listener(holder);
  }

  /** Calls `listener` with each who may be put to work though others have not answered yet, those before, too. */
  onEarly(listener: (holder: RankedHolder) => void): void {
    for (const holder of this.#early) listener(holder);
    this.#listeners.add(listener);
  }

  /** Connections to them: to the first who may be put to work at once, to the others when all have answered. */
  async *connections(): AsyncGenerator<Connection> {
    const first = new Promise<void>((resolve) => this.onEarly(() => resolve()));
    await Promise.race([first, this.ranked]);
    const early = this.#early.map(({ connection }) => connection);
    yield* early;
    for (const { connection } of await this.ranked) if (!early.includes(connection)) yield connection;
  }

  /** No more are waited for: those who have answered are all. */
  hurry(): void {
    this.#enough.abort();
  }
}
