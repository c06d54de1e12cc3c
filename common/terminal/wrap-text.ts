import { takeCells, widthOf } from './cells.ts';

/** `text` in lines of at most `columns` cells, divided at blanks; a word that is longer than a line is cut. */
export function wrapText(text: string, columns: number): string[] {
  if (columns <= 0) return [];
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, columns));
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
