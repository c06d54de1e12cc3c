import { widthOf } from './cells.ts';
import type { Glyphs } from './component.ts';
import { UNICODE } from './glyphs.ts';
import { fitLine, fitLines, type Line, lineWidth, type Size, type Style, span } from './line.ts';

/** What stands on a box. */
export interface BoxOptions {
  readonly title?: string;
  /** at the right end of the upper border: a position, a filter */
  readonly note?: string;
  /** on the lower border, as much of it as has room */
  readonly foot?: Line;
  readonly glyphs?: Glyphs;
  /** it has the keys */
  readonly focused?: boolean;
}

/** the smallest box that has a cell inside */
const LEAST = 3;

/** Cells inside the border of a box of `size`; all of them where a border has no room. */
export function insideOf({ columns, rows }: Size): Size {
  return columns < LEAST || rows < LEAST ? { columns, rows } : { columns: columns - 2, rows: rows - 2 };
}

/** `lines` in a border; exactly `size`. Where a border has no room there is none. */
export function boxed(lines: readonly Line[], size: Size, options: BoxOptions = {}): Line[] {
  const { columns, rows } = size;
  if (columns < LEAST || rows < LEAST) return fitLines(lines, size);
  const { glyphs = UNICODE, focused = false } = options;
  const style = focused ? 'accent' : 'border';
  const side = span(glyphs.vertical, style);
  const inside = fitLines(lines, insideOf(size)).map((one) => [side, ...one, side]);
  return [
    topBorder(columns, options, glyphs, style),
    ...inside,
    bottomBorder(columns, options.foot, glyphs, style),
  ];
}

function bottomBorder(columns: number, foot: Line | undefined, glyphs: Glyphs, style: Style): Line {
  const told = foot === undefined || foot.length === 0 ? [] : [span(' '), ...foot, span(' ')];
  const width = lineWidth(told);
  const shown = width < columns - 2 ? told : [];
  const rest = columns - 2 - (shown.length > 0 ? width : 0);
  return [
    span(glyphs.bottomLeft, style),
    ...shown,
    span(glyphs.horizontal.repeat(rest) + glyphs.bottomRight, style),
  ];
}

function topBorder(columns: number, options: BoxOptions, glyphs: Glyphs, style: Style): Line {
  const room = columns - 2;
  const title = room < 4 || !options.title ? '' : ` ${options.title} `;
  const titleWidth = Math.min(widthOf(title), room);
  const note = options.note ? ` ${options.note} ` : '';
  // the title goes first
  const noteWidth = widthOf(note) + titleWidth < room ? widthOf(note) : 0;
  const between = glyphs.horizontal.repeat(room - titleWidth - noteWidth);
  return [
    span(glyphs.topLeft, style),
    ...(titleWidth > 0 ? fitLine([span(title, options.focused ? 'accent' : 'title')], titleWidth) : []),
    span(between, style),
    ...(noteWidth > 0 ? fitLine([span(note, 'dim')], noteWidth) : []),
    span(glyphs.topRight, style),
  ];
}

/** Parts of the screen side by side, each as wide as it says and `rows` high. */
export function beside(
  parts: readonly { readonly lines: readonly Line[]; readonly columns: number }[],
  rows: number,
): Line[] {
  const fitted = parts.map(({ lines, columns }) => fitLines(lines, { columns, rows }));
  return Array.from({ length: Math.max(0, rows) }, (_, row) => fitted.flatMap((lines) => lines[row] ?? []));
}

/**
 * `values` as bars, from left to right, in `size`; the highest as high as `size`. Where there are more values than columns each
 * bar is the highest of some neighbours. A value above 0 is always seen.
 */
export function barChart(
  values: readonly number[],
  size: Size,
  glyphs: Glyphs = UNICODE,
  style: Style = 'accent',
): Line[] {
  const { columns, rows } = size;
  const bars = gather(values.length, columns).map(({ first, end }) =>
    Math.max(...values.slice(first, end), 0),
  );
  const highest = Math.max(...bars, 0);
  const steps = glyphs.bars.length;
  const heights = bars.map((value) =>
    highest <= 0 ? 0 : Math.max(value > 0 ? 1 : 0, Math.round((value / highest) * rows * steps)),
  );
  const lines = Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * steps;
    const text = heights.map((height) => barCell(height - below, glyphs)).join('');
    return [span(text, style)];
  });
  return fitLines(lines, size);
}

function barCell(height: number, { bars }: Glyphs): string {
  return height <= 0 ? ' ' : (bars[Math.min(height, bars.length) - 1] ?? ' ');
}

/** `fraction` (0-1) as a bar of `columns` cells. */
export function progressBar(fraction: number, columns: number, glyphs: Glyphs = UNICODE): Line {
  const full = Math.max(0, Math.min(columns, Math.floor(fraction * columns)));
  const line = [span(glyphs.full.repeat(full), 'accent'), span(glyphs.empty.repeat(columns - full), 'dim')];
  return line.filter(({ text }) => text !== '');
}

/** `count` things in at most `cells` groups of neighbours, as even as can be. */
function gather(count: number, cells: number): { readonly first: number; readonly end: number }[] {
  const groups = Math.max(0, Math.min(count, cells));
  return Array.from({ length: groups }, (_, at) => ({
    first: Math.floor((at * count) / groups),
    end: Math.floor(((at + 1) * count) / groups),
  }));
}
