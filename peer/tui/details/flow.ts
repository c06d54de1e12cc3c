import { widthOf } from '../../../common/terminal/cells.ts';
import { type Line, lineWidth, type Span, type Style, span } from '../../../common/terminal/line.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** `items` side by side, two blanks between them, on as many lines of `columns` cells as they need. */
export function flow(items: readonly Line[], columns: number): Line[] {
  const lines: Span[][] = [];
  let left = 0;
  for (const item of items) {
    const width = lineWidth(item);
    const last = lines.at(-1);
    if (last !== undefined && left >= width + 2) {
      last.push(span('  '), ...item);
      left -= width + 2;
    } else {
      lines.push([...item]);
      left = columns - width;
    }
  }
  return lines;
}

/** `text` on lines of `columns` cells, at most `most` of them; a longer one ends where it is cut by who shows it. */
export function wrapped(text: string, columns: number, most: number): string[] {
  const width = Math.max(1, columns);
  // no cluster that is shown is longer than this, and nobody waits for megabytes
  const bounded = text.slice(0, width * most * 16);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { segment } of graphemes.segment(bounded)) {
    const cells = widthOf(segment);
    if (used + cells > width && lines.length + 1 < most) {
      lines.push(line);
      line = '';
      used = 0;
    }
    // the last line may be longer by a cluster, so that it is seen to be cut
    if (used > width) break;
    line += segment;
    used += cells;
  }
  return line === '' ? lines : [...lines, line];
}

/** Cells that look one way each, as the fewest spans. */
export function joined(cells: readonly { readonly text: string; readonly style: Style }[]): Line {
  const spans: { text: string; style: Style }[] = [];
  for (const { text, style } of cells) {
    const last = spans.at(-1);
    if (last?.style === style) last.text += text;
    else spans.push({ text, style });
  }
  return spans;
}
