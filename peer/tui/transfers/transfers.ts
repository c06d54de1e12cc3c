import { describeFailure } from '../../../common/messages/describe-failure.ts';
import type { Component, KeyPress, MousePress } from '../../../common/terminal/component.ts';
import { fitLine, type Line, type Size, span } from '../../../common/terminal/line.ts';
import { TablePane } from '../../../common/terminal/table-pane.ts';
import type { Transfer } from '../../operations/operations.ts';
import { type Machine, thisMachine } from '../machine.ts';
import type { PaneParts } from '../pane.ts';
import { openPlan } from '../plan/plan-pane.ts';
import { TransferActions } from './actions.ts';
import { stateHints, transferColumns, transferSorts } from './view.ts';

/** The tab Transfers: what runs, waits, is paused, and how others ended. */
export function createTransfersPane(parts: PaneParts, machine: Machine = thisMachine()): Component {
  return new TransfersPane(parts, machine);
}

/** fewer are for the list alone */
const ROWS_FOR_REASON = 6;

class TransfersPane implements Component {
  readonly #parts: PaneParts;
  readonly #actions: TransferActions;
  readonly #table: TablePane<Transfer>;
  #version = -1;
  #tableRows = 0;

  constructor(parts: PaneParts, { opener }: Machine) {
    const { messages, host, feed } = parts;
    this.#parts = parts;
    this.#actions = new TransferActions(parts, opener);
    this.#table = new TablePane<Transfer>({
      columns: transferColumns({
        messages,
        glyphs: host.glyphs,
        now: () => host.now(),
        reason: (failure) => describeFailure(failure, messages),
      }),
      key: ({ id }) => id,
      sorts: transferSorts(messages.transfers),
      text: ({ name, state, failure }) =>
        `${name} ${messages.transfers.states[state]} ${failure?.message ?? ''}`,
      empty: () => (feed.isComplete('transfers') ? messages.transfers.empty : messages.transfers.loading),
      messages,
      host,
      onOpen: (transfer) => openPlan(parts, { transfer }, opener),
    });
    feed.listen('transfers', () => host.redraw());
  }

  get editing(): boolean {
    return this.#table.editing;
  }

  view(size: Size): readonly Line[] {
    this.#refresh();
    const reason = size.rows < ROWS_FOR_REASON ? [] : this.#reasonLine(size.columns);
    this.#tableRows = size.rows - reason.length;
    return [...this.#table.view({ columns: size.columns, rows: this.#tableRows }), ...reason];
  }

  get hints(): readonly string[] {
    if (this.editing) return ['editor/editor-accept', 'editor/editor-cancel'];
    return [
      'table/table-open/plan',
      ...stateHints(this.#table.chosen),
      'transfers/open',
      'transfers/folder',
      'transfers/clear',
      'table/table-filter',
      'table/table-sort',
      'list/list-mark',
    ];
  }

  contexts(): readonly string[] {
    return this.#table.editing ? this.#table.contexts() : ['transfers', ...this.#table.contexts()];
  }

  act(action: string): boolean {
    this.#refresh();
    return this.#table.act(action) || this.#actions.act(action, this.#table.chosen);
  }

  type(key: KeyPress): void {
    this.#table.type(key);
  }

  paste(text: string): boolean {
    return this.#table.paste(text);
  }

  mouse(press: MousePress): boolean {
    return press.row < this.#tableRows && this.#table.mouse(press);
  }

  /** Why the transfer under the cursor failed: its column is narrow, or has no room at all. */
  #reasonLine(columns: number): Line[] {
    const failure = this.#table.cursor?.failure;
    if (failure === undefined) return [];
    return [fitLine([span(`! ${describeFailure(failure, this.#parts.messages)}`, 'bad')], columns)];
  }

  #refresh(): void {
    const version = this.#parts.feed.version('transfers');
    if (version === this.#version) return;
    this.#version = version;
    this.#table.setRows([...this.#parts.feed.transfers.values()]);
  }
}
