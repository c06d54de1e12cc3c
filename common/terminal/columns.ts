import { fitCells, takeCells } from './cells.ts';
import type { Glyphs } from './component.ts';
import { UNICODE } from './glyphs.ts';
import { fitLine, type Line, type Span, type Style, span } from './line.ts';

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  /** left without it */
  readonly align?: 'left' | 'right';
  /** cells that it needs at least */
  readonly min: number;
  /** cells beyond which more are of no use */
  readonly max?: number;
  /** as wide as its widest cell in a table, between `min` and `max`: what it does not need goes to the growing ones */
  readonly snug?: boolean;
  /** whether it takes what is left over; several share it */
  readonly grow?: boolean;
  /** 1 is dropped last when the screen is narrow */
  readonly priority: number;
  readonly cell: (row: Row) => string | Span;
}

/** How a row is drawn. `focused`: its list has the keys. */
export interface RowState {
  readonly cursor: boolean;
  readonly marked: boolean;
  readonly focused: boolean;
}

/** Which column the rows are in order of. */
export interface SortedBy {
  readonly title: string;
  readonly descending: boolean;
}

/** Columns that have found their widths. */
export interface Fitted<Row> {
  readonly shown: readonly Column<Row>[];
  /** titles; the sorted one has an arrow */
  header(sorted?: SortedBy): Line;
  line(row: Row, state: RowState): Line;
  /** title of the column that has cell `column` of the screen */
  titleAt(column: number): string | undefined;
}

/** before the columns: the cursor's sign and the mark's; colour alone says neither */
const GUTTER = 2;
const GAP = 1;
/** cells that a growing column gets while others get one: names are cut first, and missed most */
const GROW_SHARE = 3;

interface Placed<Row> {
  readonly column: Column<Row>;
  readonly width: number;
}

/** Gives `columns` their widths in `width` cells; where there is no room for all, those of the highest priority number go. */
export function layoutColumns<Row>(
  columns: readonly Column<Row>[],
  width: number,
  glyphs: Glyphs = UNICODE,
): Fitted<Row> {
  const placed = placeColumns(columns, Math.max(0, width - GUTTER));
  const gap = span(' '.repeat(GAP));
  const join = (lead: string, cells: readonly Span[], style?: Style): Line => {
    const spans = [span(lead), ...cells.flatMap((cell, at) => (at === 0 ? [cell] : [gap, cell]))];
    return fitLine(style === undefined ? spans : spans.map((one) => inStyle(one, style)), width, style);
  };
  const header = (sorted?: SortedBy) =>
    join(
      '  ',
      placed.map(({ column, width }) => titleCell(column, width, sorted, glyphs)),
      'title',
    );
  const line = (row: Row, { cursor, marked, focused }: RowState) => {
    const lead = (cursor ? glyphs.arrow : ' ') + (marked ? glyphs.mark : ' ');
    const style = cursor ? (focused ? 'cursor' : 'cursor-idle') : marked ? 'marked' : undefined;
    return join(
      lead,
      placed.map((one) => cellOf(one, row)),
      style,
    );
  };
  return { shown: placed.map(({ column }) => column), header, line, titleAt: (at) => titleAt(placed, at) };
}

function placeColumns<Row>(columns: readonly Column<Row>[], room: number): Placed<Row>[] {
  let shown = [...columns];
  while (shown.length > 1 && leastWidth(shown) > room) shown = withoutLeast(shown);

  const widths = shown.map(({ min }) => Math.min(min, room));
  let left = room - leastWidth(shown);
  for (let growing = true; growing && left > 0; ) {
    growing = false;
    for (const [at, column] of shown.entries()) {
      const width = widths[at] ?? 0;
      const more = Math.min(column.grow ? GROW_SHARE : 1, limitOf(column) - width, left);
      widths[at] = width + Math.max(0, more);
      left -= Math.max(0, more);
      growing ||= more > 0;
    }
  }
  return shown.map((column, at) => ({ column, width: widths[at] ?? 0 }));
}

function limitOf<Row>({ max, grow, min }: Column<Row>): number {
  return max ?? (grow ? Number.POSITIVE_INFINITY : min);
}

function leastWidth<Row>(columns: readonly Column<Row>[]): number {
  return columns.reduce((sum, { min }) => sum + min, 0) + GAP * (columns.length - 1);
}

function withoutLeast<Row>(columns: readonly Column<Row>[]): Column<Row>[] {
  const least = columns.reduce((worst, one) => (one.priority >= worst.priority ? one : worst));
  return columns.filter((one) => one !== least);
}

function titleCell<Row>(
  { title, align }: Column<Row>,
  width: number,
  sorted: SortedBy | undefined,
  glyphs: Glyphs,
): Span {
  if (sorted?.title !== title) return span(fitCells(title, width, align), 'title');
  const sign = glyphs.ascii ? (sorted.descending ? 'v' : '^') : sorted.descending ? '↓' : '↑';
  const kept = takeCells(title, width - 1).text;
  return span(fitCells(align === 'right' ? sign + kept : kept + sign, width, align), 'title');
}

function cellOf<Row>({ column, width }: Placed<Row>, row: Row): Span {
  const cell = column.cell(row);
  if (typeof cell === 'string') return span(fitCells(cell, width, column.align));
  return { ...cell, text: fitCells(cell.text, width, column.align) };
}

function inStyle(one: Span, style: Style): Span {
  // what has a meaning of its own keeps it in a marked row
  return style === 'marked' && one.style !== 'plain' ? one : { text: one.text, style };
}

function titleAt<Row>(placed: readonly Placed<Row>[], at: number): string | undefined {
  let begin = GUTTER;
  for (const { column, width } of placed) {
    if (at >= begin && at < begin + width) return column.title;
    begin += width + GAP;
  }
  return undefined;
}
