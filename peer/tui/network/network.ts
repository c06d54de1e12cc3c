import type { Column } from '../../../common/terminal/columns.ts';
import type { Component, KeyPress, MousePress } from '../../../common/terminal/component.ts';
import { fitLines, type Line, type Size, span } from '../../../common/terminal/line.ts';
import { type Sort, TablePane } from '../../../common/terminal/table-pane.ts';
import { openText } from '../../../common/terminal/text-dialog.ts';
import type { Ban, ConnectedPeer, LogEntry, TrackerContact } from '../../operations/operations.ts';
import type { PaneParts } from '../pane.ts';
import {
  banColumns,
  entriesOf,
  LEVELS,
  type Level,
  logColumns,
  peerColumns,
  peerSorts,
  rowInFull,
  SECTIONS,
  type Section,
  sectionAt,
  sectionBar,
  sectionLabels,
  summaryLines,
  trackerColumns,
} from './view.ts';

/** Rows above the table: two of summary, an empty one, the bar. */
const TABLE_TOP = 4;
/** Below so many rows the summary goes, and the bar is all that stands above the table. */
const LEAST_ROWS = 10;

/** The tab that shows how the node is connected: trackers, peers, bans, and the log. */
export function createNetworkPane(parts: PaneParts): Component {
  return new NetworkPane(parts);
}

class NetworkPane implements Component {
  readonly #parts: PaneParts;
  readonly #trackers: TablePane<TrackerContact>;
  readonly #peers: TablePane<ConnectedPeer>;
  readonly #bans: TablePane<Ban>;
  readonly #log: TablePane<LogEntry>;
  #section: Section = 'trackers';
  #level: Level = 'info';
  #following = true;
  #tableTop = TABLE_TOP;

  constructor(parts: PaneParts) {
    this.#parts = parts;
    const { host, messages, feed } = parts;
    const texts = messages.network;
    const now = () => host.now();
    this.#trackers = this.#table(trackerColumns(messages, now), ({ url }) => url, texts.noTrackers);
    this.#peers = this.#table(
      peerColumns(texts),
      (row) => `${row.address} ${row.infoHash}`,
      texts.noPeers,
      peerSorts(texts),
    );
    this.#bans = this.#table(
      banColumns(messages, now),
      ({ address, at, document }) => `${address} ${at} ${document}`,
      texts.noBans,
    );
    this.#log = this.#table(
      logColumns(texts),
      ({ sequence }) => String(sequence),
      () => texts.noLog(texts.levels[this.#level]),
    );
    feed.listen('network', () => this.#takeNetwork());
    feed.listen('log', () => this.#takeLog());
    this.#takeNetwork();
    this.#takeLog();
  }

  get editing(): boolean {
    return this.#shown.editing;
  }

  get hints(): readonly string[] {
    if (this.editing) return ['editor/editor-accept', 'editor/editor-cancel'];
    return [
      'network/next-section',
      'network/level',
      'network/follow',
      'table/table-open',
      'network/copy-address',
      'table/table-filter',
    ];
  }

  contexts(): readonly string[] {
    return this.editing ? this.#shown.contexts() : ['network', ...this.#shown.contexts()];
  }

  act(action: string): boolean {
    switch (action) {
      case 'next-section':
        return this.#go(1);
      case 'previous-section':
        return this.#go(-1);
      case 'level':
        return this.#nextLevel();
      case 'follow':
        return this.#follow(!this.#following);
      case 'copy-address':
        return this.#copy();
      default:
        return this.#actInTable(action);
    }
  }

  type(key: KeyPress): void {
    this.#shown.type(key);
  }

  paste(text: string): boolean {
    return this.#shown.paste(text);
  }

  mouse(press: MousePress): boolean {
    if (press.row === this.#tableTop - 1) {
      const section = press.type === 'press' ? sectionAt(this.#labels(), press.column) : undefined;
      return section !== undefined && this.#show(section);
    }
    if (press.row < this.#tableTop) return false;
    if (press.type === 'wheel-up') this.#following = false;
    return this.#shown.mouse({ ...press, row: press.row - this.#tableTop });
  }

  view(size: Size): readonly Line[] {
    const { network: texts } = this.#parts.messages;
    const roomy = size.rows >= LEAST_ROWS;
    this.#tableTop = roomy ? TABLE_TOP : 1;
    const summary = roomy ? [...summaryLines(this.#parts.feed.network, texts), []] : [];
    const table = { columns: size.columns, rows: Math.max(0, size.rows - this.#tableTop) };
    return fitLines([...summary, this.#bar(), ...this.#shown.view(table)], size);
  }

  get #shown(): Component & Pick<TablePane<TrackerContact>, 'editing' | 'paste' | 'type' | 'mouse'> {
    const tables = { trackers: this.#trackers, peers: this.#peers, bans: this.#bans, log: this.#log };
    return tables[this.#section];
  }

  #table<Row extends TrackerContact | ConnectedPeer | Ban | LogEntry>(
    columns: readonly Column<Row>[],
    key: (row: Row) => string,
    empty: string | (() => string),
    sorts: readonly Sort<Row>[] = [],
  ): TablePane<Row> {
    const { host, messages } = this.#parts;
    const onOpen = (row: Row): void => {
      const cells = columns.map(({ title, cell }) => ({ title, cell: textOf(cell(row)) }));
      openText(host, messages.network.title, rowInFull(row, cells));
    };
    return new TablePane<Row>({ columns, key, sorts, empty, messages, host, onOpen });
  }

  #labels() {
    const { feed, messages } = this.#parts;
    return sectionLabels(feed.network, this.#log.list.rows.length, messages.network);
  }

  #bar(): Line {
    const texts = this.#parts.messages.network;
    const bar = sectionBar(this.#labels(), this.#section);
    if (this.#section !== 'log') return bar;
    const state = this.#following ? texts.following : texts.stopped;
    return [...bar, span(` ${state} · ${texts.levels[this.#level]}+`, 'dim')];
  }

  #actInTable(action: string): boolean {
    const known = this.#shown.act(action);
    // who goes up in the log reads there; who goes to its end wants what is new
    if (known && this.#section === 'log' && /^list-/.test(action)) {
      if (/(up|top)$/.test(action)) this.#following = false;
      if (action === 'list-bottom') this.#following = true;
    }
    return known;
  }

  #go(step: number): boolean {
    const at = SECTIONS.indexOf(this.#section) + step + SECTIONS.length;
    return this.#show(SECTIONS[at % SECTIONS.length] ?? 'trackers');
  }

  #show(section: Section): boolean {
    this.#section = section;
    this.#parts.host.redraw();
    return true;
  }

  #nextLevel(): boolean {
    this.#section = 'log';
    this.#level = LEVELS[(LEVELS.indexOf(this.#level) + 1) % LEVELS.length] ?? 'info';
    this.#takeLog();
    return true;
  }

  #follow(following: boolean): boolean {
    this.#section = 'log';
    this.#following = following;
    this.#takeLog();
    return true;
  }

  #copy(): boolean {
    const { cursor } = this.#shown as TablePane<TrackerContact | ConnectedPeer | Ban | LogEntry>;
    if (cursor === undefined) return true;
    const { host } = this.#parts;
    if ('url' in cursor) host.copy(cursor.url);
    else if ('address' in cursor) host.copy(cursor.address);
    else host.copy(`${cursor.event} ${cursor.details}`);
    return true;
  }

  #takeNetwork(): void {
    const { network } = this.#parts.feed;
    this.#trackers.setRows(network?.trackers ?? []);
    this.#peers.setRows(network?.peers ?? []);
    this.#bans.setRows(network?.bans ?? []);
    this.#parts.host.redraw();
  }

  #takeLog(): void {
    this.#log.setRows(entriesOf(this.#parts.feed.log, this.#level));
    if (this.#following) this.#log.act('list-bottom');
    this.#parts.host.redraw();
  }
}

function textOf(cell: string | { readonly text: string }): string {
  return typeof cell === 'string' ? cell : cell.text;
}
