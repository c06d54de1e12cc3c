import { MAX_HAVE_LEAVES } from '../../common/wire/pages-message.ts';
import type { Description } from '../content/content.ts';
import type { Connection } from '../swarm/swarm.ts';
import type { Taker } from './given.ts';

/**
 * News of leaves is told together, this often, ms: a leaf passes through several hands before all have it, and waits so
 * long at each.
 */
const TELL_EVERY_MS = 50;

/** What the other side of a connection is told of leaves: which we have got, and which others were given. */
export class LeafNews implements Taker {
  readonly #connection: Connection;
  readonly #map: Description['map'];
  #held: number[] = [];
  #given: number[] = [];
  /** whether it was told that others fetch, too */
  #toldOfOthers = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: Connection, { map }: Description) {
    this.#connection = connection;
    this.#map = map;
  }

  /** We have got `leaf`. */
  gained(leaf: number): void {
    this.#held.push(leaf);
    this.#tellSoon();
  }

  /** Others fetch, too, and were given `leaves`; that they do is told at once. */
  hear(leaves: readonly number[]): void {
    this.#given.push(...leaves);
    if (this.#toldOfOthers) return this.#tellSoon();
    this.#toldOfOthers = true;
    if (this.#meanSame) this.#say('givenLeaves', this.#taken());
  }

  /** Nothing is told any more. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => this.#tell(), TELL_EVERY_MS);
  }

  #tell(): void {
    this.#timer = undefined;
    const [held, given] = [this.#held, this.#taken()];
    this.#held = [];
    if (!this.#meanSame) return; // when it says that it does, it gets all that we hold
    if (this.#map !== undefined && held.length > 0) this.#say('haveLeaves', held);
    if (given.length > 0) this.#say('givenLeaves', given);
  }

  #taken(): number[] {
    const given = this.#given;
    this.#given = [];
    return given;
  }

  #say(type: 'haveLeaves' | 'givenLeaves', leaves: readonly number[]): void {
    let at = 0;
    do {
      this.#connection.sendPages({ type, leaves: leaves.slice(at, at + MAX_HAVE_LEAVES) });
      at += MAX_HAVE_LEAVES;
    } while (at < leaves.length);
  }

  /** Whether both mean the same by the index of a leaf: of a document without a page map it is that of a piece. */
  get #meanSame(): boolean {
    if (this.#map !== undefined) return this.#connection.meansLeavesOf(this.#map.digest);
    return this.#connection.remote?.pages !== undefined && this.#connection.remote.pages.map === undefined;
  }
}
