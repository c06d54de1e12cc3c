import type { Rate } from '../../common/tracker-api/answers.ts';

const SECOND = 1000;
/** full seconds that are remembered */
const SECONDS = 60;

/** How often something happens: in all, and in each of the last 60 seconds. Time comes in as `now`, ms. */
export class Meter {
  #total = 0;
  /** the second under way and the full ones before it; second n is at n % length */
  readonly #counts: number[] = new Array(SECONDS + 1).fill(0);
  #newest = 0;

  get total(): number {
    return this.#total;
  }

  count(now: number): void {
    this.#advance(now);
    this.#total++;
    this.#counts[this.#newest % this.#counts.length] = this.#inSecond(this.#newest) + 1;
  }

  /** How often in each of the last 60 full seconds, the oldest first. */
  history(now: number): number[] {
    this.#advance(now);
    return Array.from({ length: SECONDS }, (_, at) => this.#inSecond(this.#newest - SECONDS + at));
  }

  rate(now: number): Rate {
    const history = this.history(now);
    return {
      lastSecond: history.at(-1) ?? 0,
      lastMinute: history.reduce((sum, count) => sum + count, 0),
      total: this.#total,
    };
  }

  /** Forgets the seconds that are too old. A clock that is set back stands still for this meter. */
  #advance(now: number): void {
    const second = Math.floor(now / SECOND);
    const first = Math.max(this.#newest + 1, second - SECONDS);
    for (let at = first; at <= second; at++) this.#counts[at % this.#counts.length] = 0;
    this.#newest = Math.max(this.#newest, second);
  }

  #inSecond(second: number): number {
    return second < 0 ? 0 : (this.#counts[second % this.#counts.length] ?? 0);
  }
}

/** What a tracker has been asked since it started. */
export class Traffic {
  /** of standard clients */
  readonly announces = new Meter();
  /** of hosts of ours */
  readonly heartbeats = new Meter();
  /** publications that were taken, the known ones included */
  readonly publications = new Meter();
  readonly searches = new Meter();
}
