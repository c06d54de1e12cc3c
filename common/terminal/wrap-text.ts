import { fitCells, takeCells, widthOf } from './cells.ts';
import type { Line, Span } from './line.ts';

/** `text` in lines of at most `columns` cells, divided at blanks; a word that is longer than a line is cut. */
export function wrapText(text: string, columns: number): string[] {
  if (columns <= 0) return [];
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, columns));
}

/** `text` on lines of `columns` cells, at most `most` of them; a longer one ends in an ellipsis. */
export function wrapShort(text: string, columns: number, most: number): string[] {
  const width = Math.max(1, columns);
  // nobody waits for megabytes of which three lines are shown
  const lines = wrapText(text.slice(0, width * most * 2).replace(/\s+/g, ' '), width);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), fitCells(`${lines[most - 1] ?? ''} …`, width)];
}

/** `line` in as many lines of at most `columns` cells as it needs, broken at blanks where there are some. */
export function wrapLine(line: Line, columns: number): Line[] {
  if (columns <= 0) return [];
  const wrapped: Span[][] = [[]];
  let used = 0;
  for (const { text, ...look } of line) {
    for (const piece of text.split(/(?<=\s)(?=\S)/u).flatMap((word) => cutWord(word, columns))) {
      const width = widthOf(piece);
      if (used > 0 && used + widthOf(piece.trimEnd()) > columns) {
        wrapped.push([]);
        used = 0;
      }
      // the blank at which a line is broken needs no cell
      const text = used + width > columns ? piece.trimEnd() : piece;
      wrapped.at(-1)?.push({ text, ...look });
      used += width;
    }
  }
  return wrapped;
}

function wrapParagraph(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = cutWord(word, columns);
    line = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  return [...lines, line];
}

function cutWord(word: string, columns: number): string[] {
  const pieces: string[] = [];
  let rest = takeCells(word, Number.POSITIVE_INFINITY).text;
  while (widthOf(rest) > columns) {
    const { text } = takeCells(rest, columns);
    // a wide character in one column
    if (text === '') return [...pieces, ''];
    pieces.push(text);
    rest = rest.slice(text.length);
  }
  return [...pieces, rest];
}
