/** Bytes are counted in slots this long, ms. */
const SLOT_MS = 250;
/** The rate is that of the last two seconds: rides over a burst, and shows a change while people look. */
const SLOTS = 8;
const WINDOW_MS = SLOT_MS * SLOTS;

/**
 * How much there was of something (bytes, requests), in all and of late. Time comes in as `now`, ms on any clock that does not
 * go back; adding and asking cost the same however much there is.
 */
export class Rate {
  #total = 0;
  readonly #slots = new Float64Array(SLOTS);
  /** number of the newest slot */
  #newest = Number.NEGATIVE_INFINITY;
  #sum = 0;
  #firstAt = Number.POSITIVE_INFINITY;

  /** everything that was ever added */
  get total(): number {
    return this.#total;
  }

  add(amount: number, now: number): void {
    this.#moveTo(now);
    this.#total += amount;
    this.#sum += amount;
    this.#firstAt = Math.min(this.#firstAt, now);
    const at = this.#newest % SLOTS;
    this.#slots[at] = (this.#slots[at] ?? 0) + amount;
  }

  /** A second's worth, over the last two seconds, or since it began if that is less; a whole number. */
  perSecond(now: number): number {
    this.#moveTo(now);
    if (this.#sum <= 0) return 0;
    const oldest = (this.#newest - SLOTS + 1) * SLOT_MS;
    const ms = Math.max(SLOT_MS, now - Math.max(oldest, this.#firstAt));
    return Math.round((1000 * this.#sum) / Math.min(ms, WINDOW_MS));
  }

  /** Empties the slots that are older than the window. */
  #moveTo(now: number): void {
    const slot = Math.floor(now / SLOT_MS);
    if (slot <= this.#newest) return;
    if (slot - this.#newest >= SLOTS) {
      this.#slots.fill(0);
      this.#sum = 0;
      this.#firstAt = Number.POSITIVE_INFINITY;
    } else {
      for (let next = this.#newest + 1; next <= slot; next++) {
        this.#sum -= this.#slots[next % SLOTS] ?? 0;
        this.#slots[next % SLOTS] = 0;
      }
    }
    this.#newest = slot;
  }
}
