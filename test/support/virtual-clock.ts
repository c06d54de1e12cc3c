interface Pending {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that stands still until `step`: what is to happen happens in order of time, then in the order of asking. */
export class VirtualClock {
  /** a heap: each is before the two at twice its place */
  readonly #pending: Pending[] = [];
  #now = 0;
  #order = 0;

  /** ms */
  get now(): number {
    return this.#now;
  }

  /** how much is to happen */
  get pending(): number {
    return this.#pending.length;
  }

  /** When the next thing is to happen, ms; infinite when nothing is. */
  get nextAt(): number {
    return this.#pending[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  at(at: number, run: () => void): void {
    const heap = this.#pending;
    const pending = { at, order: this.#order++, run };
    let place = heap.push(pending) - 1;
    while (place > 0) {
      const above = (place - 1) >>> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(pending, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = pending;
  }

  /** Goes on to the next thing that is to happen, and lets it. */
  step(): void {
    const next = this.#take();
    if (next === undefined) return;
    this.#now = Math.max(this.#now, next.at);
    next.run();
  }

  #take(): Pending | undefined {
    const heap = this.#pending;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const left = heap[2 * place + 1];
      const right = heap[2 * place + 2];
      const sooner = right !== undefined && left !== undefined && isBefore(right, left) ? right : left;
      if (sooner === undefined || isBefore(last, sooner)) break;
      heap[place] = sooner;
      place = 2 * place + (sooner === right ? 2 : 1);
    }
    heap[place] = last;
    return first;
  }
}

function isBefore(a: Pending, b: Pending): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
