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

/** Text cut to some cells. */
export interface Taken {
  /** harmless in a terminal */
  readonly text: string;
  /** cells that `text` takes */
  readonly width: number;
  /** whether there was more of it */
  readonly more: boolean;
}

/** characters of one code unit and one cell that nothing joins: nearly all that is shown, so they get a short way */
const SIMPLE =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2026\u2190-\u21ff\u2500-\u259f\u25a1\u25ab\u25b8\u2022\u2713\u2717]*$/;
const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;
/** combines with what stands before it, or has no width of its own, so a cell cannot begin with it */
const CLINGING = /[\p{M}\u0d4e\u1160-\u11ff\u115f\u3164\uffa0\ud7b0-\ud7ff]/u;
/** wide in Unicode since emoji came; blessed and older terminals take them for narrow */
const PICTURE = /\p{Emoji_Presentation}/u;
/** narrow or wide according to the age of the terminal's table */
const DISPUTED =
  /[\u06de\u2630-\u2637\u268a-\u268f\u2ffc-\u2fff\u312e\u312f\u31bb-\u31bf\u31e4-\u31ef\u3248-\u324f\u32ff\u4dc0-\u4dff\ua960-\ua97f]/u;
/** in place of what has no shape, of an emoji, and of a wide cluster of several code points */
const NOTHING: Cell = { text: '\u00b7', width: 1 };
const EMOJI: Cell = { text: '\u25ab', width: 1 };
const WIDE: Cell = { text: '\u25a1', width: 1 };
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cells that `text` takes. */
export function widthOf(text: string): number {
  return takeCells(text, Number.POSITIVE_INFINITY).width;
}

/** The beginning of `text` that has room in `cells` cells; looks no further, so a long text costs no more. */
export function takeCells(text: string, cells: number): Taken {
  if (SIMPLE.test(text)) {
    const taken = text.length <= cells ? text : text.slice(0, cells);
    return { text: taken, width: taken.length, more: taken.length < text.length };
  }

  let taken = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text.normalize('NFC'))) {
    const cell = cellOf(segment);
    if (width + cell.width > cells) return { text: taken, width, more: true };
    taken += cell.text;
    width += cell.width;
  }
  return { text: taken, width, more: false };
}

/** `text` in exactly `width` cells: filled with blanks, or cut with an ellipsis; harmless in a terminal. */
export function fitCells(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  if (width <= 0) return '';
  const whole = takeCells(text, width);
  if (whole.more) return cutCells(text, width);
  const blanks = ' '.repeat(width - whole.width);
  return align === 'right' ? blanks + whole.text : whole.text + blanks;
}

/** `text` in exactly `width` cells, the last of its cells an ellipsis. */
export function cutCells(text: string, width: number): string {
  const kept = takeCells(text, width - 1);
  return `${kept.text}…${' '.repeat(width - 1 - kept.width)}`;
}

/** The clusters of `text`: what a person takes for one character. */
export function clustersOf(text: string): string[] {
  if (SIMPLE.test(text)) return [...text];
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** what a screen full of Chinese needs, and no more: measuring a character takes 20 us, and each repaint does it again */
const MOST_KNOWN = 4096;
const known = new Map<string, Cell>();

function cellOf(cluster: string): Cell {
  const cell = known.get(cluster) ?? measured(cluster);
  if (known.size >= MOST_KNOWN) known.clear();
  // a cluster may be of any length
  if (cluster.length <= 8) known.set(cluster, cell);
  return cell;
}

function measured(cluster: string): Cell {
  const [first = ''] = cluster;
  const code = first.codePointAt(0) ?? 0;
  if (CONTROL.test(first) || CLINGING.test(first) || DISPUTED.test(first)) return NOTHING;
  if (code > 0xffff || PICTURE.test(first)) return EMOJI;
  const wide = stringWidth(first) > 1;
  if (cluster.length > first.length) return wide ? WIDE : { text: first, width: 1 };
  return { text: first, width: wide ? 2 : 1 };
}
