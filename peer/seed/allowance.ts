/** So many bytes in so much time: who asks for more waits for the next window. */
export class Allowance {
  readonly #bytes: number;
  readonly #windowMs: number;
  #since = Number.NEGATIVE_INFINITY;
  #taken = 0;

  constructor(bytes: number, windowMs: number) {
    this.#bytes = bytes;
    this.#windowMs = windowMs;
  }

  /** Whether `bytes` may be had at `now`, ms; then they are. */
  take(bytes: number, now: number): boolean {
    if (now - this.#since >= this.#windowMs) {
      this.#since = now;
      this.#taken = 0;
    }
    if (this.#taken + bytes > this.#bytes) return false;
    this.#taken += bytes;
    return true;
  }
}
