import { boxed, insideOf } from '../../common/terminal/box.ts';
import type { Component, KeyPress, MousePress } from '../../common/terminal/component.ts';
import type { Line, Size } from '../../common/terminal/line.ts';
import { type TableOptions, TablePane } from '../../common/terminal/table-pane.ts';
import type { ScreenParts } from './parts.ts';
import { Pace } from './pulse.ts';

/** What a tab that is a table shows and does. */
export interface TableTabOptions<Row extends object>
  extends Omit<TableOptions<Row>, 'messages' | 'host' | 'focused'> {
  /** of the key table */
  readonly context: string;
  title(): string;
  /** what the table is to show now */
  rows(): readonly Row[];
  /** another one than before when `rows` gives others */
  version(): string | number;
  /** ms after which what is shown is too old, because it has ages in it */
  readonly staleMs: number;
  /** what the actions of `context` do with the row under the cursor */
  readonly actions: Readonly<Record<string, (row: Row | undefined) => void>>;
}

/** A table in a box that follows what it shows as long as it is on the screen. */
export class TableTab<Row extends object> implements Component {
  readonly table: TablePane<Row>;
  readonly #parts: ScreenParts;
  readonly #options: TableTabOptions<Row>;
  readonly #pace: Pace;
  #version: string | number | undefined;
  #paintedAt = 0;
  #leave: (() => void) | undefined;

  constructor(parts: ScreenParts, options: TableTabOptions<Row>) {
    this.#parts = parts;
    this.#options = options;
    this.#pace = new Pace(parts.clock);
    const { messages, host } = parts;
    this.table = new TablePane<Row>({ ...options, messages, host });
  }

  get editing(): boolean {
    return this.table.editing;
  }

  get hints(): readonly string[] {
    if (this.editing) return ['editor/editor-accept', 'editor/editor-cancel'];
    const { context, actions, onOpen } = this.#options;
    const open = onOpen === undefined ? [] : ['table/table-open'];
    const own = Object.keys(actions).map((action) => `${context}/${action}`);
    const filter = Object.hasOwn(actions, 'search') ? [] : ['table/table-filter'];
    return [...open, ...own, ...filter, 'table/table-sort'];
  }

  contexts(): readonly string[] {
    return this.editing ? this.table.contexts() : [this.#options.context, ...this.table.contexts()];
  }

  act(action: string): boolean {
    const { actions } = this.#options;
    if (!Object.hasOwn(actions, action)) return this.table.act(action);
    actions[action]?.(this.table.cursor);
    return true;
  }

  type(key: KeyPress): void {
    this.table.type(key);
  }

  paste(text: string): boolean {
    return this.table.paste(text);
  }

  mouse(press: MousePress): boolean {
    return this.table.mouse({ ...press, column: press.column - 1, row: press.row - 1 });
  }

  view(size: Size): readonly Line[] {
    const { overview, host } = this.#parts;
    this.#paintedAt = overview.now();
    if (this.#version === undefined) this.#read();
    const lines = this.table.view(insideOf(size));
    const { glyphs } = host;
    return boxed(lines, size, { title: this.#options.title(), note: this.table.note, glyphs, focused: true });
  }

  shown(): void {
    this.#leave?.();
    this.#leave = this.#parts.pulse.listen(() => this.#look());
    this.#look();
  }

  hidden(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  /** Reads the rows again, whatever their version. */
  refresh(): void {
    this.#read();
    this.#parts.host.redraw();
  }

  #look(): void {
    const { overview, host } = this.#parts;
    const changed = this.#version !== this.#options.version();
    if (changed && this.#pace.isFree) this.#read();
    else if (overview.now() - this.#paintedAt < this.#options.staleMs) return;
    host.redraw();
  }

  #read(): void {
    this.#pace.run(() => {
      this.#version = this.#options.version();
      this.table.setRows(this.#options.rows());
      // put in order at once: here it is counted, and no key waits for it
      void this.table.cursor;
    });
  }
}
