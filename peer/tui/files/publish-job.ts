import type { Operations, PublishRequest } from '../../operations/operations.ts';
import { afterEvent, NOTHING_PUBLISHED, type PublishState } from './publishing.ts';

/**
 * Publishing at a node, that goes on whoever looks: the tab that asks for it may be made anew meanwhile, in another language. What
 * is asked for while it runs is published afterwards and counted with it.
 */
export class PublishJob {
  readonly #operations: Pick<Operations, 'publish'>;
  readonly #closing: AbortSignal;
  readonly #waiting: PublishRequest[] = [];
  #stopping = new AbortController();
  #running = false;
  #state: PublishState = NOTHING_PUBLISHED;

  /** called after every change of `state` */
  onChange: () => void = () => undefined;

  /** @param closing aborts when the screen closes: publishing ends with it */
  constructor(operations: Pick<Operations, 'publish'>, closing: AbortSignal) {
    this.#operations = operations;
    this.#closing = closing;
  }

  get running(): boolean {
    return this.#running;
  }

  /** How far it is, or how far it came. */
  get state(): PublishState {
    return this.#state;
  }

  /** Publishes `request`, now or after what is being published. */
  start(request: PublishRequest): void {
    this.#waiting.push(request);
    if (!this.#running) void this.#run();
  }

  /** Stops; what is published stays. */
  cancel(): void {
    this.#waiting.length = 0;
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#stopping = new AbortController();
    this.#set(NOTHING_PUBLISHED);
    const signal = AbortSignal.any([this.#closing, this.#stopping.signal]);
    const end = await this.#publishWaiting(signal).then(
      (): PublishState['end'] => ({ type: signal.aborted ? 'cancelled' : 'done' }),
      (error: unknown): PublishState['end'] =>
        signal.aborted ? { type: 'cancelled' } : { type: 'failed', failure: error },
    );
    this.#running = false;
    this.#waiting.length = 0;
    this.#set({ ...this.#state, reading: new Map(), end });
  }

  async #publishWaiting(signal: AbortSignal): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      for await (const event of this.#operations.publish(next, { signal }))
        this.#set(afterEvent(this.#state, event));
    }
  }

  #set(state: PublishState): void {
    this.#state = state;
    this.onChange();
  }
}
