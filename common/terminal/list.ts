import type { MousePress } from './component.ts';
import { rowsOf, wheelRows } from './scroll.ts';

/** A row that is on the screen. */
export interface WindowRow<Row> {
  readonly row: Row;
  readonly index: number;
  readonly cursor: boolean;
  readonly marked: boolean;
}

/**
 * A list of any length with a cursor and marks, seen through a window. Rows may change at any time: cursor and marks follow
 * their row by its key, and the window keeps the row under the cursor where it is on the screen.
 */
export class List<Row> {
  readonly #key: (row: Row) => string;
  readonly #marks = new Set<string>();
  #rows: readonly Row[] = [];
  #at = 0;
  #top = 0;
  #height = 1;
  /** somebody has chosen a row: until then the cursor stays on the first, whatever comes before it */
  #chosen = false;

  constructor(options: { readonly key: (row: Row) => string }) {
    this.#key = options.key;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** The row under the cursor. */
  get cursor(): Row | undefined {
    return this.#rows[this.#at];
  }

  /** Index of the cursor; 0 in an empty list. */
  get index(): number {
    return this.#at;
  }

  /** In the order of the rows. */
  get marked(): readonly Row[] {
    return this.#marks.size === 0 ? [] : this.#rows.filter((row) => this.#marks.has(this.#key(row)));
  }

  /** What an action is meant for: the marked rows, else the one under the cursor. */
  get chosen(): readonly Row[] {
    const marked = this.marked;
    if (marked.length > 0) return marked;
    return this.cursor === undefined ? [] : [this.cursor];
  }

  /** `12/345`; `0/0` when empty. */
  get position(): string {
    return `${Math.min(this.#at + 1, this.#rows.length)}/${this.#rows.length}`;
  }

  /** Takes other rows; the cursor stays on its row, or, when that is gone, at its place. */
  setRows(rows: readonly Row[]): void {
    const before = this.cursor;
    this.#rows = rows;
    if (before !== undefined && this.#chosen) {
      const found = this.#indexOf(this.#key(before));
      if (found >= 0) this.#top += found - this.#at;
      if (found >= 0) this.#at = found;
    }
    this.#forgetLostMarks();
    this.#clamp();
  }

  /** Puts the cursor on the row with `key`. @returns whether there is one */
  select(key: string): boolean {
    const found = this.#indexOf(key);
    if (found >= 0) this.#moveTo(found);
    return found >= 0;
  }

  /** Puts the cursor on row `index`, or the nearest there is. */
  moveTo(index: number): void {
    this.#moveTo(index);
  }

  unmarkAll(): void {
    this.#marks.clear();
  }

  /** Does what a key of the context `list` asks for. @returns whether it knows the action */
  act(action: string): boolean {
    if (action === 'list-mark') {
      this.#toggleMark();
      return true;
    }
    const move = rowsOf(action, this.#height);
    if (move === undefined) return false;
    this.#moveTo(this.#at + move);
    return true;
  }

  /** Row 0 of `press` is the first row of the window. @returns whether it was of use */
  mouse(press: MousePress): boolean {
    const rows = wheelRows(press);
    if (rows !== undefined) return this.#scroll(rows);
    const index = this.#top + press.row;
    if (press.row < 0 || press.row >= this.#height || index >= this.#rows.length) return false;
    this.#moveTo(index);
    return true;
  }

  /** The rows that are seen in `height` rows of the screen, at most; the one under the cursor is among them. */
  window(height: number): readonly WindowRow<Row>[] {
    this.#height = Math.max(1, height);
    this.#clamp();
    return this.#rows.slice(this.#top, this.#top + Math.max(0, height)).map((row, offset) => {
      const index = this.#top + offset;
      const marked = this.#marks.size > 0 && this.#marks.has(this.#key(row));
      return { row, index, cursor: index === this.#at, marked };
    });
  }

  #indexOf(key: string): number {
    const here = this.#rows[this.#at];
    if (here !== undefined && this.#key(here) === key) return this.#at;
    return this.#rows.findIndex((row) => this.#key(row) === key);
  }

  #moveTo(index: number): void {
    this.#chosen = true;
    this.#at = index;
    this.#clamp();
  }

  #scroll(rows: number): boolean {
    this.#chosen = true;
    this.#top = Math.max(0, Math.min(this.#top + rows, this.#rows.length - this.#height));
    this.#at = Math.max(this.#top, Math.min(this.#at, this.#top + this.#height - 1));
    this.#clamp();
    return true;
  }

  #toggleMark(): void {
    if (this.cursor === undefined) return;
    const key = this.#key(this.cursor);
    if (!this.#marks.delete(key)) this.#marks.add(key);
    this.#moveTo(this.#at + 1);
  }

  #forgetLostMarks(): void {
    if (this.#marks.size === 0) return;
    const present = new Set(this.#rows.map(this.#key));
    for (const key of this.#marks) if (!present.has(key)) this.#marks.delete(key);
  }

  #clamp(): void {
    this.#at = Math.max(0, Math.min(this.#at, this.#rows.length - 1));
    const last = Math.max(0, this.#rows.length - this.#height);
    this.#top = Math.max(this.#at - this.#height + 1, Math.min(this.#top, this.#at, last), 0);
  }
}
