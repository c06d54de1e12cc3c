import { remember } from '../remember.ts';

/** More than are asked for within the time, as a rule; beyond it the oldest are found out again. */
const MAX_KEPT = 1_000;

/** What was found out a moment ago, by key: who asks meanwhile, or while it is being found out, shares it. */
export class Recently<Value> {
  readonly #forMs: number;
  readonly #now: () => number;
  readonly #found = new Map<string, { readonly at: number; readonly value: Promise<Value | undefined> }>();

  /**
   * @param forMs how long it holds
   * @param now   ms, on a clock that does not go back
   */
  constructor(forMs: number, now: () => number = () => performance.now()) {
    this.#forMs = forMs;
    this.#now = now;
  }

  /**
   * What `find` gives, or gave a moment ago for the same key. Nothing is kept of what failed or gave `undefined`: the
   * next asker tries for himself.
   */
  async of(key: string, find: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const known = this.#found.get(key);
    if (known !== undefined && this.#now() - known.at < this.#forMs) {
      const value = await known.value.catch(() => undefined);
      if (value !== undefined) return value;
      // whoever found nothing may have been told to stop; of those who waited for him one goes first
      if (this.#found.get(key) !== known) return this.of(key, find);
    }
    const value = find();
    remember(this.#found, key, { at: this.#now(), value }, MAX_KEPT);
    return await value;
  }
}
