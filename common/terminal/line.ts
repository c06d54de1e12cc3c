import { cutCells, takeCells, widthOf } from './cells.ts';

/** How text looks, by what it means; a theme turns it into colours, or into none. */
export type Style =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'title'
  | 'accent'
  | 'good'
  | 'warning'
  | 'bad'
  | 'border'
  | 'key'
  | 'input'
  /** the row under the cursor, in the part of the screen that has the keys, and in another */
  | 'cursor'
  | 'cursor-idle'
  | 'marked'
  | 'tab'
  | 'tab-active'
  | HolderStyle;

/** One of eight colours that tell holders apart; never the only thing that does. */
export type HolderStyle = `holder-${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`;

/** Red, green, blue, 0-255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Text that looks one way. It may come from anywhere: what is no character is made harmless when it is shown. */
export interface Span {
  readonly text: string;
  readonly style: Style;
  /** of pictures: instead of the style's colours */
  readonly ink?: Rgb;
  readonly paper?: Rgb;
}

/** One row of cells, from left to right. */
export type Line = readonly Span[];

/** In cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A piece of a line in a style of the theme. */
export function span(text: string, style: Style = 'plain'): Span {
  return { text, style };
}

/** A line of one span. */
export function line(text: string, style: Style = 'plain'): Line {
  return [span(text, style)];
}

/** Cells that `line` takes. */
export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/**
 * `line` in exactly `columns` cells, harmless in a terminal: filled with blanks of `fill`, or cut with an ellipsis, which
 * says of spans that have no room at all, too.
 */
export function fitLine(line: Line, columns: number, fill: Style = 'plain'): Line {
  const fitted: Span[] = [];
  let left = columns;
  for (const [at, one] of line.entries()) {
    if (left <= 0) break;
    const taken = takeCells(one.text, left);
    const cut = taken.more || (taken.width === left && line.slice(at + 1).some(({ text }) => text !== ''));
    if (cut) return [...fitted, { ...one, text: cutCells(one.text, left) }];
    fitted.push(taken.text === one.text ? one : { ...one, text: taken.text });
    left -= taken.width;
  }
  return left > 0 ? [...fitted, span(' '.repeat(left), fill)] : fitted;
}

/** `lines` as exactly `size.rows` lines of `size.columns` cells each. */
export function fitLines(lines: readonly Line[], { columns, rows }: Size): Line[] {
  return Array.from({ length: Math.max(0, rows) }, (_, row) => fitLine(lines[row] ?? [], columns));
}
