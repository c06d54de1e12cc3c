import { TokenBucket } from './token-bucket.ts';

/** The least that is worth a turn, bytes: one block. */
const MIN_PORTION = 16 * 1024;
/** What one may take at a turn under a limit, ms of the limit: the others wait so long for theirs. */
const PORTION_MS = 10;

/** Takes what it wants of `most` bytes; returns how many it took. */
type Take = (most: number) => number;

/** Hands out so many bytes a second to whoever asks, one portion each in turn. */
export class Throttle {
  readonly #now: () => number;
  readonly #bucket = new TokenBucket();
  readonly #waiting: Take[] = [];
  #portion = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  /** @param now ms, on a clock that does not go back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** In force at once, for those who wait, too. @param perSecond bytes; 0: no limit */
  setRate(perSecond: number): void {
    this.#bucket.setRate(perSecond, this.#now());
    this.#portion =
      perSecond === 0 ? Number.POSITIVE_INFINITY : Math.max(MIN_PORTION, (perSecond / 1000) * PORTION_MS);
    this.#serve();
  }

  /** Calls `take` when its turn has come: at once unless others wait or the limit is reached. */
  ask(take: Take): void {
    this.#waiting.push(take);
    if (this.#timer === undefined) this.#serve();
  }

  #serve(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#waiting.length > 0 && this.#bucket.open(this.#now())) {
      const taken = this.#waiting.shift()?.(this.#portion) ?? 0;
      this.#bucket.take(taken, this.#now());
    }
    if (this.#waiting.length === 0) return;
    this.#timer = setTimeout(() => this.#serve(), this.#bucket.waitMs(this.#now()));
    this.#timer.unref();
  }
}
