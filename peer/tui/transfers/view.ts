import { isLackOfRoom } from '../../../common/lack-of-room.ts';
import type { Messages } from '../../../common/messages/messages.ts';
import type { Column } from '../../../common/terminal/columns.ts';
import type { Glyphs } from '../../../common/terminal/component.ts';
import { type Span, type Style, span } from '../../../common/terminal/line.ts';
import type { Sort } from '../../../common/terminal/table-pane.ts';
import { formatBytes, formatDuration, formatRate } from '../../../common/text/format.ts';
import type { Transfer, TransferState } from '../../operations/operations.ts';

/** What the rows are drawn with. */
export interface RowDrawing {
  readonly messages: Messages;
  readonly glyphs: Glyphs;
  /** ms since 1970 */
  now(): number;
  /** why a transfer failed, in the language of the screen */
  reason(failure: NonNullable<Transfer['failure']>): string;
}

const BAR_CELLS = 12;

/** Columns of the list of transfers. */
export function transferColumns(drawing: RowDrawing): readonly Column<Transfer>[] {
  const { columns } = drawing.messages.transfers;
  return [
    {
      title: columns.state,
      min: 10,
      max: 16,
      snug: true,
      priority: 1,
      cell: (row) => stateCell(row, drawing),
    },
    { title: columns.name, min: 24, max: 100, grow: true, priority: 1, cell: ({ name }) => name },
    { title: columns.bar, min: BAR_CELLS, priority: 6, cell: (row) => barCell(row, drawing.glyphs) },
    { title: columns.percent, align: 'right', min: 5, priority: 2, cell: (row) => `${percentOf(row)} %` },
    { title: columns.rate, align: 'right', min: 4, max: 11, snug: true, priority: 3, cell: rateCell },
    {
      title: columns.left,
      align: 'right',
      min: 4,
      max: 12,
      snug: true,
      priority: 4,
      cell: (row) => leftCell(row, drawing),
    },
    { title: columns.holders, align: 'right', min: 7, max: 12, snug: true, priority: 8, cell: holdersCell },
    {
      title: columns.size,
      align: 'right',
      min: 6,
      max: 9,
      snug: true,
      priority: 5,
      cell: ({ size }) => formatBytes(size),
    },
    { title: columns.when, align: 'right', min: 15, priority: 9, cell: (row) => whenCell(row, drawing) },
    {
      title: columns.reason,
      min: 14,
      max: 90,
      grow: true,
      priority: 7,
      cell: ({ failure, state }) =>
        failure === undefined ? '' : span(drawing.reason(failure), state === 'failed' ? 'bad' : 'warning'),
    },
  ];
}

const STYLES: Record<TransferState, Style> = {
  running: 'accent',
  waiting: 'dim',
  paused: 'warning',
  done: 'good',
  failed: 'bad',
  cancelled: 'dim',
};

/** The state in a word, with a sign: a running one says what it is at. */
function stateCell({ state, step, failure }: Transfer, { messages, glyphs }: RowDrawing): Span {
  const signs: Record<TransferState, string> = {
    running: glyphs.arrow,
    waiting: glyphs.ascii ? '.' : '·',
    paused: '=',
    done: glyphs.tick,
    failed: '!',
    cancelled: glyphs.cross,
  };
  const { states, steps, missing } = messages.transfers;
  if ((state === 'waiting' || state === 'running') && failure !== undefined)
    return span(`${signs.waiting} ${missing[missingBy(failure)]}`, 'warning');
  const word = state === 'running' && step !== undefined ? steps[step] : states[state];
  return span(`${signs[state]} ${word}`, STYLES[state]);
}

/** What a transfer waits for. */
function missingBy({ code }: NonNullable<Transfer['failure']>): 'tracker' | 'holder' | 'room' {
  if (isLackOfRoom(code)) return 'room';
  return code === 'ERR_TRACKER_UNREACHABLE' ? 'tracker' : 'holder';
}

function percentOf({ verifiedBytes, size, state }: Transfer): number {
  if (state === 'done') return 100;
  return size === 0 ? 0 : Math.min(100, Math.floor((100 * verifiedBytes) / size));
}

function barCell(row: Transfer, glyphs: Glyphs): Span {
  const full = Math.round((percentOf(row) * BAR_CELLS) / 100);
  return span(glyphs.full.repeat(full) + glyphs.empty.repeat(BAR_CELLS - full), 'dim');
}

function rateCell({ state, rate }: Transfer): string {
  return state === 'running' ? formatRate(rate) : '';
}

/** How long it still takes; of one that is tried again, when. */
function leftCell(
  { state, rate, size, verifiedBytes, nextTryAt }: Transfer,
  { messages, now }: RowDrawing,
): string {
  if (nextTryAt !== undefined) return messages.transfers.again(nextTryAt - now());
  if (state !== 'running' || rate <= 0 || verifiedBytes >= size) return '';
  return formatDuration((1000 * (size - verifiedBytes)) / rate);
}

function holdersCell({ state, holders, result }: Transfer): string {
  if (state === 'running') return String(holders);
  return result === undefined ? '' : String(result.holders.length);
}

function whenCell({ endedAt, addedAt }: Transfer, { messages, now }: RowDrawing): string {
  return messages.ago(now() - (endedAt ?? addedAt));
}

const ORDER: readonly TransferState[] = ['running', 'waiting', 'paused', 'failed', 'done', 'cancelled'];

/** Orders of the list; the first is in force at the beginning: by state, the newest of each first. */
export function transferSorts({ columns, newest }: Messages['transfers']): readonly Sort<Transfer>[] {
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  return [
    {
      title: columns.state,
      compare: (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || newestFirst(a, b),
    },
    { title: columns.name, compare: (a, b) => compare(a.name, b.name) || newestFirst(a, b) },
    { title: newest, compare: newestFirst },
    { title: columns.size, compare: (a, b) => b.size - a.size || newestFirst(a, b) },
    { title: columns.percent, compare: (a, b) => percentOf(b) - percentOf(a) || newestFirst(a, b) },
  ];
}

function newestFirst(a: Transfer, b: Transfer): number {
  return (b.endedAt ?? b.addedAt) - (a.endedAt ?? a.addedAt) || (a.id < b.id ? -1 : 1);
}

/** Whether nothing comes of it any more by itself. */
export function isEnded({ state }: Transfer): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** The keys that do something to transfers in the states of `chosen`. */
export function stateHints(chosen: readonly Transfer[]): string[] {
  const has = (...states: readonly TransferState[]) => chosen.some(({ state }) => states.includes(state));
  const hints: string[] = [];
  if (has('running', 'waiting')) hints.push('transfers/pause');
  else if (has('paused')) hints.push('transfers/pause/resume');
  if (has('failed', 'cancelled')) hints.push('transfers/retry');
  if (has('running', 'waiting', 'paused', 'failed')) hints.push('transfers/cancel');
  else if (has('done', 'cancelled')) hints.push('transfers/cancel/remove');
  return hints;
}
