import { type Line, lineWidth, type Span, type Style, span } from '../../../common/terminal/line.ts';

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
