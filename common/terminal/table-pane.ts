import type { Messages } from '../messages/messages.ts';
import { type Column, type Fitted, layoutColumns } from './columns.ts';
import type { Component, Glyphs, Host, KeyPress, MousePress } from './component.ts';
import { fitLine, fitLines, type Line, type Size, span } from './line.ts';
import { LineEditor } from './line-editor.ts';
import { List } from './list.ts';
import { comparable, matcher } from './match.ts';
import { SnugColumns } from './snug-columns.ts';
import { sortedAgain } from './sorted-again.ts';

/** An order of rows. Where it has the title of a column that column shows it, and a click on the title asks for it. */
export interface Sort<Row> {
  readonly title: string;
  readonly compare: (a: Row, b: Row) => number;
}

/** What a table is made with. */
export interface TableOptions<Row> {
  readonly columns: readonly Column<Row>[];
  readonly key: (row: Row) => string;
  /** the first is in force at the beginning; none: as the rows come */
  readonly sorts?: readonly Sort<Row>[];
  /** what a filter looks at; without it the cells of all columns */
  readonly text?: (row: Row) => string;
  /** shown where there are no rows; a function where it changes */
  readonly empty?: string | readonly string[] | (() => string | readonly string[]);
  readonly messages: Messages;
  readonly host: Host;
  /** Enter or a double click on a row */
  readonly onOpen?: (row: Row) => void;
  /** a key or the mouse has put the cursor on another row; not called when rows change */
  readonly onCursor?: (row: Row | undefined) => void;
  /** asked at every view; without it the table has the keys always */
  readonly focused?: () => boolean;
}

/**
 * A list with columns, an order (`s`, `S`, a click on a title), a filter (`/`, `n`, `N`), marks and the mouse: what most panes
 * are made of. Row 0 is the header; the last row is the filter's while there is one.
 */
export class TablePane<Row extends object> implements Component {
  readonly list: List<Row>;
  readonly #options: TableOptions<Row>;
  readonly #filter = new LineEditor();
  readonly #texts = new WeakMap<Row, string>();
  readonly #snug: SnugColumns<Row>;
  #all: readonly Row[] = [];
  #stale = false;
  #editing = false;
  #sort = 0;
  #descending = false;
  #layout: { readonly columns: number; readonly glyphs: Glyphs; readonly fitted: Fitted<Row> } | undefined;
  #rowsOfView = 0;
  #told: Row | undefined;

  constructor(options: TableOptions<Row>) {
    this.#options = options;
    this.list = new List<Row>({ key: options.key });
    this.#snug = new SnugColumns(options.columns);
  }

  get editing(): boolean {
    return this.#editing;
  }

  /** The row under the cursor. */
  get cursor(): Row | undefined {
    this.#refresh();
    return this.list.cursor;
  }

  /** What an action is meant for: the marked rows, else the one under the cursor. */
  get chosen(): readonly Row[] {
    this.#refresh();
    return this.list.chosen;
  }

  /** For a border: `12/345`, how many are marked, the order. */
  get note(): string {
    this.#refresh();
    const { terminal } = this.#options.messages;
    const marked = this.list.marked.length;
    const parts = [this.list.position];
    if (marked > 0) parts.push(terminal.marked(marked));
    if (this.#sorted) parts.push(terminal.sortedBy(this.#sorted.title));
    return parts.join(' · ');
  }

  /** Takes other rows. Cheap: they are filtered and put in order when they are seen. */
  setRows(rows: readonly Row[]): void {
    this.#all = rows;
    this.#stale = true;
  }

  contexts(): readonly string[] {
    return this.#editing ? ['editor'] : ['table', 'list'];
  }

  act(action: string): boolean {
    this.#refresh();
    const known = this.#editing
      ? this.#actInFilter(action)
      : this.#actInTable(action) || this.list.act(action);
    if (known) this.#changed();
    return known;
  }

  type(key: KeyPress): void {
    this.#filter.type(key);
    this.#filterAgain();
  }

  paste(text: string): boolean {
    if (!this.#editing) return false;
    this.#filter.paste(text);
    this.#filterAgain();
    return true;
  }

  mouse(press: MousePress): boolean {
    this.#refresh();
    const known = this.#mouse(press);
    if (known) this.#changed();
    return known;
  }

  view({ columns, rows }: Size): Line[] {
    this.#refresh();
    const footer = this.#footer(columns, rows);
    const height = Math.max(0, rows - 1 - footer.length);
    this.#rowsOfView = height;
    const seen = this.list.window(height);
    const fitted = this.#fitted(
      columns,
      seen.map(({ row }) => row),
    );
    const focused = !this.#editing && (this.#options.focused?.() ?? true);
    const lines = seen.map(({ row, cursor, marked }) => {
      return fitted.line(row, { cursor, marked, focused });
    });
    const body = lines.length === 0 ? this.#emptyLines() : lines;
    return [
      ...fitLines([fitted.header(this.#sorted), ...body], { columns, rows: rows - footer.length }),
      ...footer,
    ];
  }

  get #sorted(): { readonly title: string; readonly descending: boolean } | undefined {
    const sort = this.#options.sorts?.[this.#sort];
    return sort && { title: sort.title, descending: this.#descending };
  }

  #actInTable(action: string): boolean {
    const { onOpen } = this.#options;
    switch (action) {
      case 'table-open':
        if (onOpen === undefined) return false;
        if (this.list.cursor !== undefined) onOpen(this.list.cursor);
        return true;
      case 'table-filter':
        this.#editing = true;
        return true;
      case 'table-next-match':
        return this.#goToMatch(1);
      case 'table-previous-match':
        return this.#goToMatch(-1);
      case 'table-sort':
        return this.#sortBy(this.#sort + 1, false);
      case 'table-reverse':
        return this.#sortBy(this.#sort, !this.#descending);
      case 'table-clear':
        return this.#clear();
      default:
        return false;
    }
  }

  #actInFilter(action: string): boolean {
    if (action === 'editor-accept') this.#editing = false;
    else if (action === 'editor-cancel') this.#clearFilter();
    else if (action === 'editor-previous') return this.list.act('list-up');
    else if (action === 'editor-next') return this.list.act('list-down');
    else if (this.#filter.act(action)) this.#stale = true;
    else return false;
    return true;
  }

  /** to the next row of those that match, and from the last to the first */
  #goToMatch(step: number): boolean {
    const count = this.list.rows.length;
    if (this.#filter.text === '') return this.act('table-filter');
    if (count > 0) this.list.moveTo((this.list.index + step + count) % count);
    return true;
  }

  #sortBy(at: number, descending: boolean): boolean {
    const count = this.#options.sorts?.length ?? 0;
    if (count === 0) return false;
    this.#sort = at % count;
    this.#descending = descending;
    this.#stale = true;
    return true;
  }

  /** what escape does, one after the other: takes the marks off, then the filter */
  #clear(): boolean {
    if (this.list.marked.length > 0) this.list.unmarkAll();
    else if (this.#filter.text !== '') this.#clearFilter();
    else return false;
    return true;
  }

  #clearFilter(): void {
    this.#editing = false;
    this.#filter.set('');
    this.#stale = true;
  }

  #filterAgain(): void {
    this.#stale = true;
    this.#changed();
  }

  #mouse(press: MousePress): boolean {
    if (press.row === 0 && press.type === 'press') return this.#sortAt(press.column);
    if (press.row > this.#rowsOfView) {
      this.#editing = true;
      return true;
    }
    const known = this.list.mouse({ ...press, row: press.row - 1 });
    if (known && press.type === 'double' && this.list.cursor) this.#options.onOpen?.(this.list.cursor);
    return known;
  }

  #sortAt(column: number): boolean {
    const title = this.#layout?.fitted.titleAt(column);
    const at = this.#options.sorts?.findIndex((sort) => sort.title === title) ?? -1;
    return at >= 0 && this.#sortBy(at, at === this.#sort && !this.#descending);
  }

  #refresh(): void {
    if (!this.#stale) return;
    this.#stale = false;
    const filter = this.#filter.text;
    const matches = matcher(filter);
    const kept = filter === '' ? this.#all : this.#all.filter((row) => matches(this.#textOf(row)));
    const compare = this.#options.sorts?.[this.#sort]?.compare;
    const sign = this.#descending ? -1 : 1;
    if (compare === undefined) this.list.setRows(kept);
    else {
      const order = (a: Row, b: Row) => sign * compare(a, b);
      this.list.setRows(sortedAgain(kept, this.list.rows, this.#options.key, order));
    }
  }

  #textOf(row: Row): string {
    const known = this.#texts.get(row);
    if (known !== undefined) return known;
    const { text, columns } = this.#options;
    const made = comparable(text?.(row) ?? columns.map(({ cell }) => plainCell(cell(row))).join(' '));
    this.#texts.set(row, made);
    return made;
  }

  #fitted(columns: number, seen: readonly Row[]): Fitted<Row> {
    const { glyphs } = this.#options.host;
    const known = this.#layout;
    const changed = this.#snug.look(seen, this.#sorted?.title, this.#options.host.now());
    if (!changed && known?.columns === columns && known.glyphs === glyphs) return known.fitted;
    const fitted = layoutColumns(this.#snug.fitted, columns, glyphs);
    this.#layout = { columns, glyphs, fitted };
    return fitted;
  }

  #footer(columns: number, rows: number): Line[] {
    if (rows < 2 || (!this.#editing && this.#filter.text === '')) return [];
    const count = this.#options.messages.terminal.matches(this.list.rows.length, this.#all.length);
    const room = Math.max(0, columns - count.length - 3);
    const filter = [span('/', 'key'), ...this.#filter.view(room, this.#editing)];
    return [fitLine([...filter, span(`  ${count}`, 'dim')], columns)];
  }

  #emptyLines(): Line[] {
    const { empty = [], messages } = this.#options;
    const shown =
      this.#all.length > 0 ? messages.terminal.noMatch : typeof empty === 'function' ? empty() : empty;
    const lines = typeof shown === 'string' ? [shown] : shown;
    return [[], ...lines.map((text) => [span(`  ${text}`, 'dim')])];
  }

  #changed(): void {
    this.#refresh();
    this.#tellCursor();
    this.#options.host.redraw();
  }

  #tellCursor(): void {
    const row = this.list.cursor;
    if (row === this.#told) return;
    this.#told = row;
    this.#options.onCursor?.(row);
  }
}

function plainCell(cell: string | { readonly text: string }): string {
  return typeof cell === 'string' ? cell : cell.text;
}
