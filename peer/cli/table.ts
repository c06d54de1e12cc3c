import stringWidth from 'string-width';
import { cleanText } from '../../common/text/clean-text.ts';

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** numbers stand to the right */
  readonly right?: boolean;
  /** cells the column may take at most; longer text is cut */
  readonly max?: number;
}

const GAP = '  ';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The lines of a table: the titles, then `rows`. Text is cleaned, and columns are aligned by what a terminal shows:
 * a Chinese character takes two cells, a combining accent none.
 */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const titles = columns.map((column) => column.title);
  const cells = [titles, ...rows].map((row) =>
    columns.map((column, at) => cutToWidth(cleanText(row[at] ?? ''), column.max ?? Number.POSITIVE_INFINITY)),
  );
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => stringWidth(row[at] ?? ''))));
  return cells.map((row) =>
    row
      .map((text, at) => padToWidth(text, widths[at] ?? 0, columns[at]?.right === true))
      .join(GAP)
      .trimEnd(),
  );
}

/** `text` with blanks up to `width` cells. */
export function padToWidth(text: string, width: number, right = false): string {
  const blanks = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return right ? blanks + text : text + blanks;
}

/** As much of `text` as fits into `width` cells; where something is cut off, an ellipsis ends it. */
export function cutToWidth(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (stringWidth(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
