import { seeded } from './seeded.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Timers, the clock and the lots of this process, replaced by virtual ones until they are disposed of. */
export interface VirtualTime extends Disposable {
  readonly clock: VirtualClock;
  /** lets virtual time go on, event by event, until `done`, or for at most `limitMs`; promises settle in between */
  run(done: () => boolean, limitMs: number): Promise<void>;
}

const immediate = setImmediate;

/**
 * Puts setTimeout, setInterval and performance.now of this process under a virtual clock, so that rooms which do I/O by
 * timers run as they are, and Math.random under `seed`, so that they do the same each time.
 */
export function takeTime(seed: number): VirtualTime {
  const clock = new VirtualClock();
  const { random } = Math;
  Math.random = seeded(seed);
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms = 0) => new VirtualTimer(clock, run, ms, false),
    setInterval: (run: () => void, ms = 0) => new VirtualTimer(clock, run, ms, true),
    clearTimeout: cancel,
    clearInterval: cancel,
  });
  Object.defineProperty(performance, 'now', { configurable: true, value: () => clock.now });
  return {
    clock,
    run: async (done, limitMs) => {
      while (!done() && clock.now < limitMs && clock.pending > 0) {
        const { nextAt } = clock;
        while (clock.nextAt === nextAt) clock.step();
        await new Promise((resolve) => immediate(resolve));
      }
    },
    [Symbol.dispose]: () => {
      Math.random = random;
      Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
      Reflect.deleteProperty(performance, 'now');
    },
  };
}

/** As far as anybody looks at what a timer is. */
class VirtualTimer {
  cancelled = false;

  constructor(clock: VirtualClock, run: () => void, ms: number, repeats: boolean) {
    const due = (): void => {
      if (this.cancelled) return;
      if (repeats) clock.at(clock.now + Math.max(1, ms), due);
      run();
    };
    clock.at(clock.now + Math.max(1, ms), due);
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

function cancel(timer: unknown): void {
  if (timer instanceof VirtualTimer) timer.cancelled = true;
}
