/** Bytes are counted in slots this long, ms. */
const SLOT_MS = 100;
/** The rate is that of the last slots: long enough to ride over a burst, short enough to see a change. */
const SLOTS = 20;

/**
 * How fast bytes come, of late. It counts from the first bytes of a busy stretch, so that waiting for the first
 * answer does not make a distant holder look slow.
 */
export class RateMeter {
  #slots: { readonly index: number; bytes: number }[] = [];
  #since: number | undefined;
  #lastAt = 0;
  #rate = 0;

  /** Notes `bytes` that arrived at `now`, ms. */
  add(bytes: number, now: number): void {
    this.#lastAt = now;
    if (this.#since === undefined) {
      this.#since = now;
      return;
    }
    const index = Math.floor(now / SLOT_MS);
    const last = this.#slots.at(-1);
    if (last?.index === index) last.bytes += bytes;
    else this.#slots.push({ index, bytes });
    while ((this.#slots[0]?.index ?? index) <= index - SLOTS) this.#slots.shift();
  }

  /** How long the present busy stretch lasts, ms. */
  busyMs(now: number): number {
    return this.#since === undefined ? 0 : Math.max(0, now - this.#since);
  }

  /** Ends a busy stretch: the rate stays what it was at the last byte. */
  pause(): void {
    this.#rate = this.rate(0);
    this.#slots = [];
    this.#since = undefined;
  }

  /**
   * Bytes/ms over the last two seconds of the busy stretch that lasts until `now`, or until its last byte if that
   * came later; 0 while nothing is known.
   */
  rate(now: number): number {
    const bytes = this.#slots.reduce((sum, slot) => sum + slot.bytes, 0);
    if (this.#since === undefined || bytes === 0) return this.#rate;
    const first = (this.#slots[0]?.index ?? 0) * SLOT_MS;
    return bytes / Math.max(1, Math.max(now, this.#lastAt) - Math.max(first, this.#since));
  }
}
