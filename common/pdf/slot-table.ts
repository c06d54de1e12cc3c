/** Load above which the table doubles. */
const MAX_LOAD = 0.5;
const EMPTY = -1;
/** Knuth's multiplicative hashing: spreads consecutive object numbers. */
const SPREAD = 0x9e37_79b1;

/**
 * Gives each number it has not seen the next slot, 0, 1, 2 ...: so that what is known of an object lies in typed
 * arrays even where object numbers are sparse. Open addressing; eight bytes a number and slack.
 */
export class SlotTable {
  #numbers = new Int32Array(1024).fill(EMPTY);
  #slots = new Int32Array(1024);
  #size = 0;

  /** Slots given out. */
  get size(): number {
    return this.#size;
  }

  /** The slot of `number` (0 to 2^31 - 1); -1 if it has none. */
  find(number: number): number {
    const at = this.#probe(number);
    return this.#numbers[at] === number ? (this.#slots[at] as number) : -1;
  }

  /** The slot of `number`, a new one if it had none. */
  add(number: number): number {
    const at = this.#probe(number);
    if (this.#numbers[at] === number) return this.#slots[at] as number;
    this.#numbers[at] = number;
    this.#slots[at] = this.#size;
    const slot = this.#size++;
    if (this.#size > this.#numbers.length * MAX_LOAD) this.#grow();
    return slot;
  }

  #probe(number: number): number {
    const mask = this.#numbers.length - 1;
    let at = (Math.imul(number, SPREAD) >>> 8) & mask;
    while (this.#numbers[at] !== EMPTY && this.#numbers[at] !== number) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const numbers = this.#numbers;
    const slots = this.#slots;
    this.#numbers = new Int32Array(numbers.length * 2).fill(EMPTY);
    this.#slots = new Int32Array(numbers.length * 2);
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] as number;
      if (number === EMPTY) continue;
      const to = this.#probe(number);
      this.#numbers[to] = number;
      this.#slots[to] = slots[at] as number;
    }
  }
}
