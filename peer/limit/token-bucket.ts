/** What was not used is kept for so long, ms: it rides over a late timer, and is no burst that a line would feel. */
const BURST_MS = 250;

/** What sums of fractions may be off by, bytes. */
const ROUNDING = 0.001;

/**
 * So many bytes a second, on the average. Whoever does not find it overdrawn may take as much as it wants; what it takes
 * too much is waited for afterwards. Time comes in as `now`, ms on a clock that does not go back.
 */
export class TokenBucket {
  /** bytes/ms; 0: no limit */
  #rate = 0;
  #level = 0;
  #at = Number.NEGATIVE_INFINITY;

  /** @param perSecond bytes; 0: no limit. What was taken too much is forgotten when the limit changes. */
  setRate(perSecond: number, now: number): void {
    this.#rate = perSecond / 1000;
    this.#level = 0;
    this.#at = now;
  }

  get limited(): boolean {
    return this.#rate > 0;
  }

  /** Whether something may be taken. */
  open(now: number): boolean {
    return this.waitMs(now) === 0;
  }

  take(bytes: number, now: number): void {
    this.#fill(now);
    this.#level -= bytes;
  }

  /** How long until something may be taken, ms. */
  waitMs(now: number): number {
    if (!this.limited) return 0;
    this.#fill(now);
    return this.#level > -ROUNDING ? 0 : Math.max(1, Math.ceil(-this.#level / this.#rate));
  }

  #fill(now: number): void {
    if (!this.limited) return;
    this.#level = Math.min(this.#rate * BURST_MS, this.#level + Math.max(0, now - this.#at) * this.#rate);
    this.#at = Math.max(this.#at, now);
  }
}
