import { CodedError } from '../../common/errors.ts';
import type { Change, ChangePage } from '../../common/tracker-api/change.ts';
import { type Cursor, formatCursor, parseCursor } from './cursor.ts';

/** A change that the next run of the tracker does not know. */
export type SoftChange = Exclude<Change, { readonly sha256: unknown }>;

/** Where the durable part of the log is kept. */
export interface DurableLog {
  /** names the log among those of other trackers */
  readonly origin: string;
  changes(after: number, limit: number): Promise<{ readonly sequence: number; readonly change: Change }[]>;
}

/** One log of all that changes, which everybody who follows a tracker reads. */
export interface ChangeLog {
  /** adds soft changes; the durable ones are in the store already */
  record(changes: readonly SoftChange[]): void;
  /**
   * What came after `cursor`; from the beginning without one.
   *
   * @throws {CodedError} ERR_TRACKER_CURSOR
   */
  page(cursor: string | undefined, limit: number): Promise<ChangePage>;
}

/** soft changes that are kept: some minutes of a busy school's hosts */
const SOFT_CAPACITY = 20_000;

/**
 * The log over `durable` and this run's soft changes.
 *
 * Each half has its own numbers, and a cursor holds both. So a durable change, whose number its commit gives, can never
 * slip in behind a soft one that a reader has passed.
 *
 * @param run names this run of the tracker: soft numbers of another run mean nothing
 */
export function createChangeLog(durable: DurableLog, run: string, capacity = SOFT_CAPACITY): ChangeLog {
  const soft = new SoftLog(capacity);

  async function page(text: string | undefined, limit: number): Promise<ChangePage> {
    const from = text === undefined ? beginning() : read(text);
    const sameRun = from.run === run;
    const softAfter = sameRun ? from.soft : 0;
    const kept = await durable.changes(from.durable, limit + 1);
    const recent = soft.after(softAfter, limit + 1);
    const merged = merge(kept.map(durableItem), recent.map(softItem));
    const items = merged.slice(0, limit);
    const end: Cursor = {
      origin: durable.origin,
      durable: items.findLast((item) => item.durable !== undefined)?.durable ?? from.durable,
      run,
      soft: items.findLast((item) => item.soft !== undefined)?.soft ?? softAfter,
    };
    return {
      changes: items.map(({ change }) => change),
      cursor: formatCursor(end),
      more: merged.length > limit,
      missed: text !== undefined && (!sameRun || soft.forgot(softAfter)),
    };
  }

  const beginning = (): Cursor => ({ origin: durable.origin, durable: 0, run, soft: 0 });

  function read(text: string): Cursor {
    const cursor = parseCursor(text);
    if (cursor?.origin === durable.origin) return cursor;
    throw new CodedError('ERR_TRACKER_CURSOR', 'not a cursor of this tracker; begin again without one');
  }

  return { record: (changes) => soft.add(changes), page };
}

interface Item {
  readonly change: Change;
  readonly durable?: number;
  readonly soft?: number;
}

const durableItem = ({ sequence, change }: { sequence: number; change: Change }): Item => ({
  change,
  durable: sequence,
});
const softItem = ({ sequence, change }: { sequence: number; change: Change }): Item => ({
  change,
  soft: sequence,
});

/** Both by time, but each in its own order even where a clock was set back: a cursor passes nothing by. */
function merge(kept: readonly Item[], recent: readonly Item[]): Item[] {
  const merged: Item[] = [];
  let at = 0;
  for (const item of kept) {
    for (let next = recent[at]; next !== undefined && next.change.at < item.change.at; next = recent[++at]) {
      merged.push(next);
    }
    merged.push(item);
  }
  return [...merged, ...recent.slice(at)];
}

/** The last `capacity` soft changes, numbered from 1. */
class SoftLog {
  readonly #capacity: number;
  #changes: SoftChange[] = [];
  /** number of the first in `#changes` */
  #first = 1;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(changes: readonly SoftChange[]): void {
    for (const change of changes) this.#changes.push(change);
    // cut in halves of the capacity, so that adding is cheap
    const surplus = this.#changes.length - this.#capacity;
    if (surplus < this.#capacity / 2) return;
    this.#changes = this.#changes.slice(surplus);
    this.#first += surplus;
  }

  after(sequence: number, limit: number): { sequence: number; change: SoftChange }[] {
    const begin = Math.max(0, sequence + 1 - this.#first);
    return this.#changes
      .slice(begin, begin + limit)
      .map((change, at) => ({ sequence: this.#first + begin + at, change }));
  }

  /** Whether changes after `sequence` are gone. */
  forgot(sequence: number): boolean {
    return sequence + 1 < this.#first;
  }
}
