import stringWidth from 'string-width';

/**
 * One cluster of text as a terminal cell shows it.
 *
 * Terminals disagree about clusters of several code points, and blessed 0.1.81 miscounts astral characters, so such a
 * cluster becomes one that all agree about: a mark is dropped from its letter, an emoji becomes a small square.
 */
interface Cell {
  readonly text: string;
  /** cells: 1 or 2 */
  readonly width: number;
}

const ASCII = /^[\x20-\x7e]*$/;
const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;
/** in place of what has no shape, of an emoji, and of a wide cluster of several code points */
const NOTHING: Cell = { text: '\u00b7', width: 1 };
const EMOJI: Cell = { text: '\u25ab', width: 1 };
const WIDE: Cell = { text: '\u25a1', width: 1 };
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cells that `text` takes. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  return cellsOf(text).reduce((sum, { width }) => sum + width, 0);
}

/** `text` in exactly `width` cells: filled with blanks, or cut with an ellipsis; harmless in a terminal. */
export function fitCells(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  if (width <= 0) return '';
  const cells = ASCII.test(text) ? undefined : cellsOf(text);
  const total = cells === undefined ? text.length : cells.reduce((sum, one) => sum + one.width, 0);
  if (total <= width) {
    const shown = cells === undefined ? text : cells.map((cell) => cell.text).join('');
    const blanks = ' '.repeat(width - total);
    return align === 'right' ? blanks + shown : shown + blanks;
  }
  if (cells === undefined) return `${text.slice(0, width - 1)}…`;
  return cutCells(cells, width);
}

function cutCells(cells: readonly Cell[], width: number): string {
  let shown = '';
  let used = 0;
  for (const cell of cells) {
    if (used + cell.width > width - 1) break;
    shown += cell.text;
    used += cell.width;
  }
  return `${shown}…${' '.repeat(width - 1 - used)}`;
}

function cellsOf(text: string): Cell[] {
  return [...graphemes.segment(text.normalize('NFC'))].map(({ segment }) => cellOf(segment));
}

function cellOf(cluster: string): Cell {
  const [first = ''] = cluster;
  const code = first.codePointAt(0) ?? 0;
  if (CONTROL.test(first)) return NOTHING;
  if (code > 0xffff) return EMOJI;
  const wide = stringWidth(first) > 1;
  if (cluster.length > first.length) return wide ? WIDE : { text: first, width: 1 };
  return { text: first, width: wide ? 2 : 1 };
}
