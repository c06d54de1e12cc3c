/** When a screen is painted. */
export interface Repaint {
  /** something has changed: painted at once, or as soon as the last time is long enough ago */
  ask(): void;
  /** a person has done something and waits for the answer */
  answer(): void;
  /** paints no more */
  stop(): void;
}

/** What `createRepaint` needs. */
export interface RepaintOptions {
  readonly paint: () => void;
  /** ms, of any beginning */
  readonly now: () => number;
  /** calls `run` after `ms`; what it returns calls that off */
  readonly later: (run: () => void, ms: number) => () => void;
}

/** live changes: ten repaints a second look live, and more cost power */
const LIVE_GAP_MS = 100;
/** answers to keys that are held down: an eye sees a delay of twice that */
const ANSWER_GAP_MS = 30;

/** Paints as seldom as it can and as soon as it should; without a timer while nothing changes. */
export function createRepaint({ paint, now, later }: RepaintOptions): Repaint {
  let last = Number.NEGATIVE_INFINITY;
  let waiting: { readonly due: number; readonly callOff: () => void } | undefined;
  let stopped = false;

  const run = () => {
    waiting?.callOff();
    waiting = undefined;
    last = now();
    paint();
  };
  const paintAt = (due: number) => {
    if (stopped || (waiting !== undefined && waiting.due <= due)) return;
    waiting?.callOff();
    waiting = { due, callOff: later(run, Math.max(0, due - now())) };
  };
  return {
    // never at once: whoever asks may not have finished changing things
    ask: () => paintAt(Math.max(now(), last + LIVE_GAP_MS)),
    answer: () => {
      if (!stopped && now() >= last + ANSWER_GAP_MS) run();
      else paintAt(last + ANSWER_GAP_MS);
    },
    stop: () => {
      stopped = true;
      waiting?.callOff();
      waiting = undefined;
    },
  };
}
