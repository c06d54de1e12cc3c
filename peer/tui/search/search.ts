import { describeFailure } from '../../../common/messages/describe-failure.ts';
import { pause } from '../../../common/runtime/pause.ts';
import type { Component, KeyPress, MousePress } from '../../../common/terminal/component.ts';
import { fitLine, fitLines, type Line, type Size, span } from '../../../common/terminal/line.ts';
import { LineEditor } from '../../../common/terminal/line-editor.ts';
import { TablePane } from '../../../common/terminal/table-pane.ts';
import { type Machine, thisMachine } from '../machine.ts';
import type { PaneParts } from '../pane.ts';
import { DocumentActions } from './actions.ts';
import { type Entry, namesDocument, type Places, parseEntry } from './entry.ts';
import { Finder } from './finder.ts';
import type { Found } from './found.ts';
import { hereOf } from './here.ts';
import { lookUp } from './look-up.ts';
import { foundColumns, publishedSorts, resultSorts, statusLine, trackersLine } from './view.ts';

/** The tab Search network: a line to search with, the trackers, and everything published or what was found. */
export function createSearchPane(parts: PaneParts, machine: Machine = thisMachine()): Component {
  return new SearchPane(parts, machine);
}

/** Rows above the table: the line, the trackers, how the search stands. Small screens have fewer of them. */
const HEAD_ROWS = 3;

class SearchPane implements Component {
  readonly #parts: PaneParts;
  readonly #places: Places;
  readonly #editor = new LineEditor();
  readonly #finder: Finder;
  readonly #published: TablePane<Found>;
  readonly #results: TablePane<Found>;
  readonly #actions: DocumentActions;
  /** places of the results as they came */
  #ranks: ReadonlyMap<Found, number> = new Map();
  #editing = false;
  #headRows = HEAD_ROWS;
  #version = -1;

  constructor(parts: PaneParts, machine: Machine) {
    const { messages, feed, operations, signal } = parts;
    this.#parts = parts;
    this.#places = machine.disk;
    this.#actions = new DocumentActions(parts, machine);
    const { search: texts } = messages;
    this.#published = this.#tableOf(publishedSorts(texts), () =>
      feed.isComplete('published') ? texts.empty : texts.loading,
    );
    this.#results = this.#tableOf(
      resultSorts(texts, (found) => this.#ranks.get(found) ?? 0),
      () => texts.noResults,
    );
    this.#finder = new Finder({
      find: (entry, options) => lookUp(operations, entry, feed.published, options),
      pause,
      changed: () => this.#found(),
      signal,
    });
    this.#listen();
  }

  get editing(): boolean {
    return this.#editing || this.#table.editing;
  }

  view(size: Size): readonly Line[] {
    this.#refresh();
    const head = this.#headLines(size.columns).slice(0, headRowsIn(size.rows));
    this.#headRows = head.length;
    const rows = Math.max(0, size.rows - head.length);
    return fitLines([...head, ...this.#table.view({ columns: size.columns, rows })], size);
  }

  get hints(): readonly string[] {
    if (this.editing) return ['editor/editor-accept', 'editor/editor-cancel'];
    return [
      'search/edit',
      'table/table-open',
      'search/fetch',
      'search/open',
      'search/torrent',
      'search/copy',
      'table/table-sort',
      'list/list-mark',
    ];
  }

  contexts(): readonly string[] {
    if (this.#editing) return ['editor'];
    return this.#table.editing ? this.#table.contexts() : ['search', ...this.#table.contexts()];
  }

  act(action: string): boolean {
    const known = this.#editing ? this.#actInEditor(action) : this.#actInList(action);
    if (known) this.#parts.host.redraw();
    return known;
  }

  type(key: KeyPress): void {
    if (!this.#editing) return this.#table.type(key);
    this.#editor.type(key);
    this.#typed();
  }

  /** The path of a `.torrent` or a link is looked up wherever it is dropped; other text only goes into the line. */
  paste(text: string): boolean {
    if (namesDocument(text)) {
      this.#editor.set(text);
      this.#enter();
      return true;
    }
    if (!this.#editing) return this.#table.paste(text);
    this.#editor.paste(text);
    this.#typed();
    return true;
  }

  mouse(press: MousePress): boolean {
    if (press.row >= this.#headRows) {
      this.#editing = false;
      return this.#table.mouse({ ...press, row: press.row - this.#headRows });
    }
    if (press.row !== 0 || press.type === 'wheel-up' || press.type === 'wheel-down') return false;
    this.#editing = true;
    this.#editor.click(press.column - this.#parts.messages.search.prompt.length);
    this.#parts.host.redraw();
    return true;
  }

  hidden(): void {
    this.#editing = false;
  }

  #listen(): void {
    const { feed, host } = this.#parts;
    for (const part of ['published', 'network', 'files', 'transfers'] as const) {
      feed.listen(part, () => host.redraw());
    }
  }

  get #table(): TablePane<Found> {
    return this.#finder.rows === undefined ? this.#published : this.#results;
  }

  get #entry(): Entry {
    return parseEntry(this.#editor.text, this.#places);
  }

  #tableOf(sorts: ReturnType<typeof publishedSorts>, empty: () => string | readonly string[]) {
    const { messages, host, feed } = this.#parts;
    return new TablePane<Found>({
      columns: foundColumns({
        messages,
        glyphs: host.glyphs,
        now: () => host.now(),
        here: (infoHash) => hereOf(feed, infoHash),
      }),
      key: ({ sha256, infoHash }) => (sha256 === '' ? infoHash : sha256),
      sorts,
      empty,
      messages,
      host,
      focused: () => !this.#editing,
      onOpen: (found) => this.#actions.details(found),
    });
  }

  #actInEditor(action: string): boolean {
    switch (action) {
      case 'editor-accept':
        this.#enter();
        return true;
      case 'editor-cancel':
      case 'editor-next':
        this.#editing = false;
        return true;
      default:
        if (!this.#editor.act(action)) return false;
        this.#typed();
        return true;
    }
  }

  #actInList(action: string): boolean {
    this.#refresh();
    switch (action) {
      case 'edit':
        this.#editing = true;
        return true;
      case 'clear':
        return this.#clear();
      default:
        return this.#table.act(action) || this.#actInRows(action);
    }
  }

  #actInRows(action: string): boolean {
    const known = this.#actions.act(action, this.#table.chosen);
    if (known && action === 'fetch') this.#table.list.unmarkAll();
    return known;
  }

  /** Takes the marks off; where there are none, goes back to everything published. */
  #clear(): boolean {
    if (this.#table.act('table-clear')) return true;
    if (this.#editor.text === '') return false;
    this.#editor.set('');
    this.#typed();
    return true;
  }

  #typed(): void {
    this.#finder.typed(this.#entry);
  }

  #enter(): void {
    this.#editing = false;
    this.#finder.enter(this.#entry);
  }

  #found(): void {
    this.#showResults();
    this.#parts.host.redraw();
  }

  /** Results are as old as their search; what is listed has the holders of now. */
  #showResults(): void {
    const { published } = this.#parts.feed;
    const rows = (this.#finder.rows ?? []).map((row) => upToDate(row, published.get(row.sha256)));
    this.#ranks = new Map(rows.map((row, rank) => [row, rank]));
    this.#results.setRows(rows);
  }

  #refresh(): void {
    const { feed } = this.#parts;
    const version = feed.version('published');
    if (version === this.#version) return;
    this.#version = version;
    this.#published.setRows([...feed.published.values()]);
    this.#showResults();
  }

  #headLines(columns: number): Line[] {
    const { messages, feed, host } = this.#parts;
    const { search: texts } = messages;
    const hint = this.#editor.text === '' && !this.#editing;
    const room = Math.max(1, columns - texts.prompt.length);
    const list = {
      count: feed.published.size,
      complete: feed.isComplete('published'),
      trouble: feed.trouble,
    };
    const reason = (error: unknown) => describeFailure(error, messages);
    return [
      fitLine(
        [
          span(texts.prompt, this.#editing ? 'accent' : 'key'),
          ...(hint ? [span(texts.hint, 'dim')] : this.#editor.view(room, this.#editing)),
        ],
        columns,
      ),
      trackersLine(feed.network, { messages, glyphs: host.glyphs }),
      statusLine(this.#finder.finding, list, messages, reason),
    ];
  }
}

function upToDate(found: Found, listed: Found | undefined): Found {
  if (listed === undefined) return found;
  return found.asked === undefined ? listed : { ...listed, asked: found.asked };
}

/** Rows above the table on a screen of `rows` rows: the list needs some, too. */
function headRowsIn(rows: number): number {
  if (rows >= 8) return HEAD_ROWS;
  return rows >= 5 ? 2 : 1;
}
