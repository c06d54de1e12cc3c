import type { Component, KeyPress, MousePress } from '../../../common/terminal/component.ts';
import { fieldLines } from '../../../common/terminal/fields.ts';
import { fitLines, type Line, line, type Size } from '../../../common/terminal/line.ts';
import { TablePane } from '../../../common/terminal/table-pane.ts';
import type { HostDetails, HostHolding, HostSummary } from '../../../common/tracker-api/host-summary.ts';
import { openDocument } from '../documents/details.ts';
import { fieldLayout } from '../field-layout.ts';
import type { ScreenParts } from '../parts.ts';
import { everySecond } from '../pulse.ts';
import { copyAddress } from './copy-address.ts';
import { holdingColumns, holdingSorts, shortId } from './view.ts';

const COLUMNS = 96;
const ROWS = 40;
/** rows that the table has at the least: what is above gives way */
const TABLE_ROWS = 5;

/** Opens what a host holds; it follows what changes until it is closed. */
export function openHost(host: HostSummary, parts: ScreenParts): void {
  const title = parts.messages.tracker.hostOf(shortId(host.hostId));
  parts.host.open(new HostDialog(host, parts), { title, columns: COLUMNS, rows: ROWS });
}

/** A host: where it is, and the documents that it holds, wholly or in part. */
class HostDialog implements Component {
  readonly #parts: ScreenParts;
  readonly #table: TablePane<HostHolding>;
  #host: HostSummary;
  #gone = false;
  #above = 0;
  #leave: (() => void) | undefined;

  constructor(host: HostSummary, parts: ScreenParts) {
    const { messages } = parts;
    this.#parts = parts;
    this.#host = host;
    this.#table = new TablePane<HostHolding>({
      columns: holdingColumns(messages),
      sorts: holdingSorts(messages),
      text: ({ name }) => name,
      key: ({ sha256 }) => sha256,
      empty: messages.tracker.empty.holdings,
      messages,
      host: parts.host,
      onOpen: (holding) => this.#openDocument(holding),
    });
    this.#read();
  }

  get editing(): boolean {
    return this.#table.editing;
  }

  get hints(): readonly string[] {
    if (this.editing) return ['editor/editor-accept', 'editor/editor-cancel'];
    return ['table/table-open', 'tracker-host/copy-address', 'table/table-filter', 'dialog/dialog-cancel'];
  }

  /** The particulars, titles, all that it holds, and a line for a filter. */
  height(columns: number): number {
    const rows = Math.max(TABLE_ROWS - 2, this.#table.list.rows.length);
    return this.#fields(columns).length + rows + 2;
  }

  contexts(): readonly string[] {
    return this.editing ? this.#table.contexts() : ['tracker-host', ...this.#table.contexts(), 'dialog'];
  }

  act(action: string): boolean {
    if (action === 'copy-address') copyAddress(this.#host, this.#parts);
    else if (this.#table.act(action)) return true;
    else if (action === 'dialog-cancel' || action === 'table-clear') this.#parts.host.close(this);
    else return false;
    return true;
  }

  type(key: KeyPress): void {
    this.#table.type(key);
  }

  paste(text: string): boolean {
    return this.#table.paste(text);
  }

  mouse(press: MousePress): boolean {
    return this.#table.mouse({ ...press, row: press.row - this.#above });
  }

  view({ columns, rows }: Size): readonly Line[] {
    const above = this.#gone
      ? [line(this.#parts.messages.tracker.hostGone, 'warning')]
      : this.#fields(columns);
    this.#above = Math.max(0, Math.min(above.length, rows - TABLE_ROWS));
    const table = this.#table.view({ columns, rows: rows - this.#above });
    return [...fitLines(above, { columns, rows: this.#above }), ...table];
  }

  shown(): void {
    this.#leave?.();
    const { pulse, overview } = this.#parts;
    this.#leave = everySecond(pulse, overview.now, () => this.#look());
  }

  hidden(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  #fields(columns: number): Line[] {
    const { ago, tracker } = this.#parts.messages;
    const { terms, holdings } = tracker;
    const { hostId, addresses, client, ageMs, whole, partial } = this.#host;
    return [
      ...fieldLines(
        [
          [terms.host, hostId],
          [terms.address, addresses.join(' ')],
          [terms.client, client],
          [terms.heard, ago(ageMs)],
        ],
        fieldLayout(columns),
      ),
      line(holdings(whole + partial), 'title'),
    ];
  }

  #look(): void {
    this.#read();
    this.#parts.host.redraw();
  }

  #read(): void {
    const host = this.#known();
    this.#gone = host === undefined;
    if (host !== undefined) this.#host = host;
    this.#table.setRows(host?.holdings ?? []);
  }

  #known(): HostDetails | undefined {
    try {
      return this.#parts.overview.host(this.#host.hostId);
    } catch {
      return undefined; // it said goodbye or fell silent
    }
  }

  #openDocument({ sha256 }: HostHolding): void {
    const document = this.#parts.overview.document(sha256);
    if (document !== undefined) openDocument(document, this.#parts);
  }
}
