import type { GetRequest, Transfer } from '../../operations/operations.ts';
import type { PaneParts } from '../pane.ts';
import { foldPlan, NO_PLAN, type Plan, planOfResult } from './plan.ts';

/** ms before a transfer is followed again: events may end before the list says why */
const AGAIN_AFTER_MS = 1000;

/**
 * Follows one transfer and folds what it tells into a plan: from its queueing on if it is still a request, and again
 * after each time it was paused, or failed and was tried again.
 */
export class PlanFollower {
  readonly #parts: PaneParts;
  readonly #leaving = new AbortController();
  readonly #signal: AbortSignal;
  #request: GetRequest | undefined;
  #plan: Plan;
  #id: string | undefined;
  #known: Transfer | undefined;
  #error: unknown;
  #following = false;
  #endedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: PaneParts, what: Transfer | GetRequest) {
    this.#parts = parts;
    const result = 'id' in what ? what.result : undefined;
    this.#plan = result === undefined ? NO_PLAN : planOfResult(result);
    const signal = AbortSignal.any([parts.signal, this.#leaving.signal]);
    const leave = parts.feed.listen('transfers', () => this.#heard());
    signal.addEventListener('abort', leave, { once: true });
    this.#signal = signal;
    if ('id' in what) this.#begin(what);
    else {
      this.#request = what;
      void this.#enqueue(what);
    }
  }

  get plan(): Plan {
    return this.#plan;
  }

  /** As the list has it at the moment. */
  get transfer(): Transfer | undefined {
    return (this.#id === undefined ? undefined : this.#parts.feed.transfers.get(this.#id)) ?? this.#known;
  }

  /** Why it could not be put into the queue; `undefined` if it could. */
  get error(): unknown {
    return this.#error;
  }

  /** Puts a request that was refused into the queue once more. @returns whether there is one */
  again(): boolean {
    if (this.#error === undefined || this.#request === undefined) return false;
    this.#error = undefined;
    void this.#enqueue(this.#request);
    return true;
  }

  stop(): void {
    this.#leaving.abort();
  }

  async #enqueue(request: GetRequest): Promise<void> {
    const { operations, host } = this.#parts;
    try {
      // leaving the plan does not take the request back
      this.#begin(await operations.enqueue(request, { signal: this.#parts.signal }));
    } catch (error) {
      this.#error = error;
    }
    host.redraw();
  }

  #begin(transfer: Transfer): void {
    this.#id = transfer.id;
    this.#known = transfer;
    if (!this.#signal.aborted) void this.#follow(transfer.id);
  }

  async #follow(id: string): Promise<void> {
    const { operations, host } = this.#parts;
    this.#following = true;
    try {
      for await (const event of operations.follow(id, { signal: this.#signal })) {
        this.#plan = foldPlan(this.#plan, event);
        host.redraw();
      }
    } catch {
      // why it ended stands in the list, and so does what can be done about it
    }
    this.#following = false;
    this.#endedAt = host.now();
    host.redraw();
  }

  /** The list has changed: if the transfer goes on, it is followed again. */
  #heard(): void {
    const { host } = this.#parts;
    host.redraw();
    const { transfer } = this;
    const goesOn = transfer?.state === 'running' || transfer?.state === 'waiting';
    if (this.#following || this.#signal.aborted || transfer === undefined || !goesOn) return;
    if (host.now() - this.#endedAt < AGAIN_AFTER_MS) return;
    void this.#follow(transfer.id);
  }
}
