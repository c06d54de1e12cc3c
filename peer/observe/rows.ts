import { sameValue } from '../../common/same-value.ts';

/** What a reader of rows has not been told yet, or a portion of it. */
export interface RowNews<Row> {
  readonly changed: readonly Row[];
  /** keys */
  readonly removed: readonly string[];
  /** whether the reader knows everything now */
  readonly complete: boolean;
  readonly remark: string;
}

/**
 * Rows by key, and readers each of whom is told what he has not been told: however much changes while he does not ask, what
 * waits for him is never more than the rows there are and those he knows.
 */
export class Rows<Row> {
  readonly #rows = new Map<string, Row>();
  readonly #readers = new Set<RowReader<Row>>();
  #settled = false;
  #remark = '';

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  keys(): IterableIterator<string> {
    return this.#rows.keys();
  }

  /** Puts a row in its place; one that says the same as before is no news. */
  put(key: string, row: Row): void {
    const before = this.#rows.get(key);
    if (before !== undefined && sameValue(before, row)) return;
    this.#rows.set(key, row);
    for (const reader of this.#readers) reader.note(key);
  }

  drop(key: string): void {
    if (!this.#rows.delete(key)) return;
    for (const reader of this.#readers) reader.note(key);
  }

  /** Drops all rows but those of `keys`. */
  keep(keys: { has(key: string): boolean }): void {
    for (const key of [...this.#rows.keys()]) if (!keys.has(key)) this.drop(key);
  }

  /** All rows that there are at first are here: readers may be told that they know everything. */
  settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    for (const reader of this.#readers) reader.stir();
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** What is to be said of the rows as a whole. */
  get remark(): string {
    return this.#remark;
  }

  set remark(text: string) {
    if (text === this.#remark) return;
    this.#remark = text;
    for (const reader of this.#readers) reader.stir();
  }

  /** @param stir called when there may be news */
  open(stir: () => void): RowReader<Row> {
    const reader = new RowReader(this, stir, () => this.#readers.delete(reader));
    this.#readers.add(reader);
    return reader;
  }
}

/** One who is told of rows. */
export class RowReader<Row> {
  readonly stir: () => void;
  readonly close: () => void;
  readonly #rows: Rows<Row>;
  /** keys of rows that he knows */
  readonly #told = new Set<string>();
  /** keys of rows that are other than he knows */
  readonly #pending: Set<string>;
  #toldComplete = false;
  #toldRemark = '';

  constructor(rows: Rows<Row>, stir: () => void, close: () => void) {
    this.#rows = rows;
    this.#pending = new Set(rows.keys());
    this.stir = stir;
    this.close = close;
  }

  /** Row `key` has changed, come or gone. */
  note(key: string): void {
    if (this.#rows.get(key) === undefined && !this.#told.has(key)) this.#pending.delete(key);
    else this.#pending.add(key);
    this.stir();
  }

  /** The next portion of at most `limit` rows; `undefined` when there is nothing to tell. */
  next(limit: number): RowNews<Row> | undefined {
    const changed: Row[] = [];
    const removed: string[] = [];
    for (const key of this.#pending) {
      if (changed.length + removed.length >= limit) break;
      this.#pending.delete(key);
      const row = this.#rows.get(key);
      if (row === undefined) {
        this.#told.delete(key);
        removed.push(key);
      } else {
        this.#told.add(key);
        changed.push(row);
      }
    }
    const { remark } = this.#rows;
    const complete = this.#rows.settled && this.#pending.size === 0;
    const newlyComplete = complete && !this.#toldComplete;
    if (changed.length + removed.length === 0 && !newlyComplete && remark === this.#toldRemark)
      return undefined;
    this.#toldComplete ||= complete;
    this.#toldRemark = remark;
    return { changed, removed, complete, remark };
  }
}
