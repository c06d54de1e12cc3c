import { basename, dirname } from 'node:path';
import { codeOf, messageOf } from '../../../common/errors.ts';
import type { Component, KeyPress, MousePress } from '../../../common/terminal/component.ts';
import { fitLine, fitLines, type Line, line, type Size, span } from '../../../common/terminal/line.ts';
import { LineEditor } from '../../../common/terminal/line-editor.ts';
import { List } from '../../../common/terminal/list.ts';
import type { PaneParts } from '../pane.ts';
import type { Disk } from './disk.ts';
import { droppedPaths } from './dropped-paths.ts';
import { chosenRows, folderRows, type PickerRow } from './folder.ts';
import { KnownFacts } from './known-facts.ts';
import { expandHome, looksLikePath } from './paths.ts';
import { footLine, rowLines } from './view.ts';

/** What was picked. */
export interface Picked {
  /** of files and folders */
  readonly paths: readonly string[];
  /** files that are no PDFs, too */
  readonly any: boolean;
  /** the folder that was seen last */
  readonly folder: string;
}

/** What a picker is opened with. */
export interface PickerOptions {
  /** where it begins */
  readonly folder: string;
  readonly onChosen: (picked: Picked) => void;
}

/** What became of reading the folder. */
type Reading =
  | { readonly type: 'reading' }
  | { readonly type: 'read' }
  | { readonly type: 'unreadable'; readonly reason: string };

/** lines above the list: the folder, the filter; below it: counts, keys */
const HEAD_ROWS = 2;
const FOOT_ROWS = 2;

/** Opens a picker as a dialog. */
export function openPicker(parts: PaneParts, disk: Disk, options: PickerOptions): void {
  const picker = new Picker(parts, disk, options);
  parts.host.open(picker, { title: parts.messages.picker.title, columns: 100, rows: 30 });
}

/** Lets files and folders be picked: what is typed filters; the disk is read while the screen goes on. */
export class Picker implements Component {
  readonly editing = true;
  readonly #parts: PaneParts;
  readonly #disk: Disk;
  readonly #options: PickerOptions;
  readonly #filter = new LineEditor();
  readonly #list = new List<PickerRow>({ key: ({ path }) => path });
  readonly #marked = new Set<string>();
  readonly #facts: KnownFacts;
  #folder: string;
  #rows: readonly PickerRow[] = [];
  #reading: Reading = { type: 'reading' };
  #all = false;
  #hidden = false;
  #leaving = new AbortController();

  constructor(parts: PaneParts, disk: Disk, options: PickerOptions) {
    this.#parts = parts;
    this.#disk = disk;
    this.#facts = new KnownFacts(disk, () => parts.host.redraw());
    this.#options = options;
    this.#folder = options.folder;
    void this.#goTo(options.folder);
  }

  contexts(): readonly string[] {
    return ['picker'];
  }

  act(action: string): boolean {
    const known = this.#actInList(action) || this.#actOnChoice(action) || this.#actInFilter(action);
    if (known) this.#parts.host.redraw();
    return known;
  }

  type(key: KeyPress): void {
    this.#filter.type(key);
    this.#choose();
    // the best that fits, not what happens to be where the cursor was
    this.#list.moveTo(0);
  }

  /** Paths that are dropped are taken as picked; other text goes to the filter. */
  paste(text: string): boolean {
    const [paths] = droppedPaths(text);
    const [path] = paths ?? [];
    if (path === undefined) this.#filter.paste(text);
    else if (paths?.length === 1) void this.#enterPath(path);
    else this.#done(paths ?? []);
    this.#choose();
    return true;
  }

  mouse(press: MousePress): boolean {
    const known = this.#list.mouse({ ...press, row: press.row - HEAD_ROWS });
    if (!known) return false;
    if (press.type === 'double') this.#enter();
    this.#parts.host.redraw();
    return true;
  }

  hidden(): void {
    this.#leaving.abort();
  }

  view(size: Size): readonly Line[] {
    const { columns, rows } = size;
    const { messages, host } = this.#parts;
    const room = Math.max(1, rows - HEAD_ROWS - FOOT_ROWS);
    const shown = this.#list.window(room).map(({ row, cursor }) => {
      return { row, cursor, marked: this.#marked.has(row.path) };
    });
    void this.#facts.learn(shown.flatMap(({ row }) => (row.kind === 'parent' ? [] : [row.path])));
    const look = { messages, glyphs: host.glyphs, columns, factsOf: (path: string) => this.#facts.of(path) };
    const body = [...rowLines(shown, look), ...this.#stateLines()];
    return fitLines(
      [
        line(this.#folder, 'strong'),
        this.#filterLine(columns),
        ...fitLines(body, { columns, rows: room }),
        footLine(this.#counts(), this.#choice, messages),
        line(messages.picker.keys, 'dim'),
      ],
      size,
    );
  }

  get #choice() {
    const filter = looksLikePath(this.#filter.text) ? '' : this.#filter.text;
    return { filter, all: this.#all, hidden: this.#hidden };
  }

  #filterLine(columns: number): Line {
    const label = `${this.#parts.messages.picker.filter}: `;
    const room = Math.max(0, columns - label.length);
    return fitLine([span(label, 'dim'), ...this.#filter.view(room)], columns);
  }

  #stateLines(): Line[] {
    const { picker } = this.#parts.messages;
    if (this.#reading.type === 'reading') return [line(`  ${picker.reading}`, 'dim')];
    if (this.#reading.type === 'unreadable')
      return [line(`  ${picker.unreadable(this.#reading.reason)}`, 'bad')];
    if (this.#list.rows.some(({ kind }) => kind !== 'parent')) return [];
    if (this.#choice.filter !== '') return [line(`  ${picker.nothingFits}`, 'dim')];
    return [line(`  ${this.#all ? picker.emptyAll : picker.empty}`, 'dim')];
  }

  #counts() {
    const count = (rows: readonly PickerRow[]) => rows.filter(({ kind }) => kind !== 'parent').length;
    const bytes = [...this.#marked].reduce((sum, path) => sum + this.#facts.sizeOf(path), 0);
    return { shown: count(this.#list.rows), all: count(this.#rows), marked: this.#marked.size, bytes };
  }

  #actInList(action: string): boolean {
    const moves: Readonly<Record<string, string>> = {
      down: 'list-down',
      up: 'list-up',
      'page-down': 'list-page-down',
      'page-up': 'list-page-up',
      first: 'list-top',
      last: 'list-bottom',
    };
    const move = Object.hasOwn(moves, action) ? moves[action] : undefined;
    return move !== undefined && this.#list.act(move);
  }

  #actOnChoice(action: string): boolean {
    switch (action) {
      case 'choose':
        this.#enter();
        return true;
      case 'mark':
        this.#mark();
        return true;
      case 'publish':
        this.#publish();
        return true;
      case 'parent':
        void this.#goTo(dirname(this.#folder), basename(this.#folder));
        return true;
      default:
        return false;
    }
  }

  #actInFilter(action: string): boolean {
    switch (action) {
      case 'erase':
        if (this.#filter.text === '') return this.#actOnChoice('parent');
        this.#filter.act('editor-backspace');
        break;
      case 'clear':
        this.#filter.set('');
        break;
      case 'all':
        this.#all = !this.#all;
        break;
      case 'hidden':
        this.#hidden = !this.#hidden;
        break;
      case 'close':
        if (this.#filter.text === '') this.#close();
        else this.#filter.set('');
        break;
      default:
        return false;
    }
    this.#choose();
    return true;
  }

  #enter(): void {
    if (looksLikePath(this.#filter.text)) return void this.#enterPath(this.#filter.text);
    const row = this.#list.cursor;
    if (row === undefined) return;
    if (row.kind === 'parent') void this.#goTo(row.path, basename(this.#folder));
    else if (row.kind === 'folder') void this.#goTo(row.path);
    else this.#publish();
  }

  /** A path that was written: a folder is opened, a file is picked. */
  async #enterPath(text: string): Promise<void> {
    const path = expandHome(text, this.#disk);
    const found = await this.#disk.facts(path);
    if (found?.kind === 'folder') await this.#goTo(path);
    else if (found !== undefined) this.#done([path]);
    else this.#parts.host.say(this.#parts.messages.files.notThere(path), 'bad');
  }

  #mark(): void {
    const row = this.#list.cursor;
    if (row !== undefined && row.kind !== 'parent' && !this.#marked.delete(row.path))
      this.#marked.add(row.path);
    this.#list.act('list-down');
  }

  #publish(): void {
    const row = this.#list.cursor;
    if (this.#marked.size > 0) this.#done([...this.#marked]);
    else if (row !== undefined && row.kind !== 'parent') this.#done([row.path]);
    else this.#parts.host.say(this.#parts.messages.picker.nothing);
  }

  #done(paths: readonly string[]): void {
    this.#close();
    this.#options.onChosen({ paths, any: this.#all, folder: this.#folder });
  }

  #close(): void {
    this.#leaving.abort();
    this.#parts.host.close(this);
  }

  /** @param from name of what the cursor is to be on */
  async #goTo(folder: string, from?: string): Promise<void> {
    this.#leaving.abort();
    this.#leaving = new AbortController();
    const signal = AbortSignal.any([this.#leaving.signal, this.#parts.signal]);
    this.#folder = folder;
    this.#filter.set('');
    this.#reading = { type: 'reading' };
    this.#setRows(folderRows(folder, []));
    try {
      const entries = await this.#disk.list(folder, { signal });
      if (signal.aborted) return;
      this.#reading = { type: 'read' };
      this.#setRows(folderRows(folder, entries));
      const at = this.#list.rows.find(({ name }) => name === from);
      if (at !== undefined) this.#list.select(at.path);
    } catch (error) {
      if (signal.aborted) return;
      this.#reading = { type: 'unreadable', reason: this.#reasonOf(error) };
    }
    this.#parts.host.redraw();
  }

  #reasonOf(error: unknown): string {
    const reasons: Readonly<Record<string, string>> = this.#parts.messages.picker.reasons;
    return reasons[codeOf(error) ?? ''] ?? messageOf(error);
  }

  #setRows(rows: readonly PickerRow[]): void {
    this.#rows = rows;
    this.#choose();
    this.#list.moveTo(0);
  }

  #choose(): void {
    this.#list.setRows(chosenRows(this.#rows, this.#choice));
    this.#parts.host.redraw();
  }
}
