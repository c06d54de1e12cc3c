import type { Message } from '../../common/wire/message.ts';

/** Messages about a side's own state in so much time, after which it is a flood: honest clients send a few in a minute. */
const MOST = 1_000;
const WINDOW_MS = 10_000;

const ABOUT_ITSELF: ReadonlySet<Message['type']> = new Set([
  ...(['choke', 'unchoke', 'interested', 'notInterested', 'haveAll', 'haveNone'] as const),
  ...(['bitfield', 'suggest', 'allowedFast', 'port'] as const),
]);

/** Whether a message tells nothing but how its sender is, so that a thousand of them are no more than one. */
export function isChatter(message: Message): boolean {
  return ABOUT_ITSELF.has(message.type) || (message.type === 'extended' && message.id === 0);
}

/** How much one side talks without saying anything. */
export class Chatter {
  #since = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** One more at `now`, ms. @returns whether it is too much */
  add(now: number): boolean {
    if (now - this.#since >= WINDOW_MS) {
      this.#since = now;
      this.#count = 0;
    }
    this.#count++;
    return this.#count > MOST;
  }
}
