import { CodedError } from '../../common/errors.ts';
import type { WatchEvent } from '../operations/operations.ts';
import type { Part, PartReader } from './part.ts';

interface Telling extends PartReader {
  readonly everyMs: number;
  /** not told again before, ms */
  notBefore: number;
}

/**
 * Tells what happens in `parts`, each no more often than it allows, until the reader leaves. It makes an event when the reader
 * asks for one, so nothing piles up for a slow one.
 *
 * @throws {CodedError} ERR_PEER_INTERRUPTED when `signal` aborts
 */
export async function* tell(parts: readonly Part[], signal: AbortSignal): AsyncGenerator<WatchEvent> {
  const bell = new Bell(signal);
  const readers = parts.map((part): Telling => {
    const reader = part.open(() => bell.ring());
    return { next: () => reader.next(), close: () => reader.close(), everyMs: part.everyMs, notBefore: 0 };
  });
  try {
    for (;;) {
      const { events, dueAt } = round(readers, performance.now());
      for (const event of events) {
        refuseAborted(signal);
        yield event;
      }
      refuseAborted(signal);
      if (events.length === 0) await bell.rung(dueAt);
    }
  } finally {
    for (const reader of readers) reader.close();
    bell.dispose();
  }
}

/** One event of each part that has news and may tell; and when the first of those that must wait may. */
function round(readers: readonly Telling[], now: number): { events: WatchEvent[]; dueAt: number } {
  const events: WatchEvent[] = [];
  let dueAt = Number.POSITIVE_INFINITY;
  for (const reader of readers) {
    if (now < reader.notBefore) {
      dueAt = Math.min(dueAt, reader.notBefore);
      continue;
    }
    const news = reader.next();
    if (news === undefined) continue;
    if (!news.more) reader.notBefore = now + reader.everyMs;
    events.push(news.event);
  }
  return { events, dueAt };
}

function refuseAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (signal.reason instanceof CodedError && signal.reason.code === 'ERR_PEER_INTERRUPTED')
    throw signal.reason;
  throw new CodedError('ERR_PEER_INTERRUPTED', 'watching has ended', { cause: signal.reason });
}

/** Wakes one who waits; what rings while nobody waits ends the next wait at once. */
class Bell {
  readonly #signal: AbortSignal;
  readonly #ring = (): void => this.ring();
  #wake: (() => void) | undefined;
  #rang = false;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#ring);
  }

  ring(): void {
    this.#rang = true;
    this.#wake?.();
  }

  /**
   * Resolves when it rings. Before `dueAt` somebody who may tell then could have rung for nothing, so it also resolves at
   * `dueAt`, unless that is never.
   */
  async rung(dueAt: number): Promise<void> {
    if (!this.#rang && !this.#signal.aborted) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (Number.isFinite(dueAt)) timer = setTimeout(resolve, Math.max(1, dueAt - performance.now()));
      });
      clearTimeout(timer);
      this.#wake = undefined;
    }
    this.#rang = false;
  }

  dispose(): void {
    this.#signal.removeEventListener('abort', this.#ring);
  }
}
