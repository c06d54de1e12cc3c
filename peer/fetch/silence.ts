/** No silence shorter than this counts, ms: programs pause that long to clean up, and lost packets are sent again. */
const SHORTEST_MS = 250;
/** Of one that has never answered it is not known what is usual, ms. */
const UNKNOWN_MS = 1000;
/** However slow a holder usually is, a silence as long as this counts, ms; or of four times its delay. */
const LONGEST_MS = 2000;
/** A pause of this age counts a third, when what is usual is judged, ms. */
const FORGET_MS = 5000;

/**
 * Whether a holder that owes an answer has fallen silent: when nothing came for twice as long as it usually makes us
 * wait. What is usual is its delay, or the longest pause that it made of late.
 *
 * Bytes of any kind show that it lives, but not that it answers: one that sends something else and no block for
 * `LONGEST_MS` counts as silent, too.
 */
export class Silence {
  readonly #latencyMs: number;
  /** the longest pause of late, ms */
  #usualMs = 0;
  #answers = 0;
  #heardAt: number;
  #answeredAt: number;

  constructor(latencyMs: number, now: number) {
    this.#latencyMs = latencyMs;
    this.#heardAt = now;
    this.#answeredAt = now;
  }

  /** It was asked something while it owed nothing: who was asked nothing could not answer. */
  asked(now: number): void {
    this.#heardAt = now;
    this.#answeredAt = now;
  }

  /** Bytes came. @param owing whether it owed an answer, so that it is to be learnt from */
  heard(now: number, owing: boolean): void {
    const pause = now - this.#heardAt;
    this.#heardAt = now;
    if (!owing) return;
    this.#usualMs = Math.max(pause, this.#usualMs * Math.exp(-pause / FORGET_MS));
  }

  /** What came was an answer: a block, or that there will be none. */
  answered(now: number): void {
    this.#answers++;
    this.#answeredAt = now;
  }

  /** Time during which we did not listen does not count, ms. */
  excuse(ms: number, now: number): void {
    this.#heardAt = Math.min(now, this.#heardAt + ms);
    this.#answeredAt = Math.min(now, this.#answeredAt + ms);
  }

  /** How long it may say nothing, ms. */
  get deadlineMs(): number {
    const usual = Math.max(this.#latencyMs, this.#usualMs);
    const atLeast = this.#answers === 0 ? Math.max(UNKNOWN_MS, 4 * this.#latencyMs) : SHORTEST_MS;
    return Math.min(this.#longestMs, Math.max(atLeast, 2 * usual));
  }

  /** Whether it owes an answer for too long. */
  isLong(now: number): boolean {
    return now - this.#heardAt > this.deadlineMs || now - this.#answeredAt > this.#longestMs;
  }

  /** Whether it was heard so lately that it is worth asking. */
  isShort(now: number): boolean {
    return now - this.#heardAt <= this.deadlineMs / 2;
  }

  get #longestMs(): number {
    return Math.max(LONGEST_MS, 4 * this.#latencyMs);
  }
}
