/** Tells those who are on the screen, some times a second, to look whether what they show has changed. */
export class Pulse {
  readonly #listeners = new Set<() => void>();

  /** @returns what ends it */
  listen(look: () => void): () => void {
    this.#listeners.add(look);
    return () => this.#listeners.delete(look);
  }

  beat(): void {
    for (const look of this.#listeners) look();
  }
}

const SECOND = 1000;

/** Calls `look` at every beat that is a second after the last one it was called at. @param now ms; @returns what ends it */
export function everySecond(pulse: Pulse, now: () => number, look: () => void): () => void {
  let lookedAt = Number.NEGATIVE_INFINITY;
  return pulse.listen(() => {
    if (now() - lookedAt < SECOND) return;
    lookedAt = now();
    look();
  });
}

/** Says when something may be done again that takes time, so that it never takes more than a twentieth of it. */
export class Pace {
  readonly #now: () => number;
  #freeAt = 0;

  /** @param now ms, of any clock that does not go back */
  constructor(now: () => number) {
    this.#now = now;
  }

  get isFree(): boolean {
    return this.#now() >= this.#freeAt;
  }

  run<Result>(work: () => Result): Result {
    const startedAt = this.#now();
    const result = work();
    const endedAt = this.#now();
    this.#freeAt = endedAt + REST * (endedAt - startedAt);
    return result;
  }
}

/** how much longer than the work the rest after it is */
const REST = 20;
