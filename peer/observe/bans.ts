import type { Ban } from '../operations/operations.ts';

/** Bans kept: more than anybody reads, and no memory for remotes to fill. */
const MAX_BANS = 200;

/** Who sent what is wrong, of late. */
export class Bans {
  #bans: readonly Ban[] = [];
  readonly #now: () => number;

  /** @param now ms since 1970 */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The newest first. */
  list(): readonly Ban[] {
    return this.#bans;
  }

  /** Puts a ban down; one who does the same again is named once, with the newer time. */
  add(ban: Omit<Ban, 'at'>): void {
    const others = this.#bans.filter(
      ({ address, document, reason }) =>
        address !== ban.address || document !== ban.document || reason !== ban.reason,
    );
    this.#bans = [{ ...ban, at: this.#now() }, ...others].slice(0, MAX_BANS);
  }
}
