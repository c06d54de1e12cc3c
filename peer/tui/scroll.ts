import { widthOf } from '../../common/terminal/cells.ts';
import type { MousePress } from '../../common/terminal/component.ts';
import { fitLines, type Line, type Size, type Span } from '../../common/terminal/line.ts';

const WHEEL_ROWS = 3;

/** Lines of any number and length in a window: long ones go on in the next row. It is moved by the actions of lists. */
export class Scroll {
  #lines: readonly Line[] = [];
  #wrapped: readonly Line[] = [];
  /** what `#wrapped` was made of */
  #from: { readonly lines: readonly Line[]; readonly columns: number } | undefined;
  #top = 0;
  #height = 1;
  #atEnd: boolean;

  /** @param options.atEnd whether it stays at the last line while lines are added */
  constructor(options: { readonly atEnd: boolean }) {
    this.#atEnd = options.atEnd;
  }

  setLines(lines: readonly Line[]): void {
    this.#lines = lines;
  }

  view(size: Size): Line[] {
    this.#height = size.rows;
    if (this.#from?.lines !== this.#lines || this.#from.columns !== size.columns) {
      this.#wrapped = this.#lines.flatMap((line) => wrapLine(line, size.columns));
      this.#from = { lines: this.#lines, columns: size.columns };
    }
    if (this.#atEnd) this.#top = this.#last;
    this.#top = Math.max(0, Math.min(this.#top, this.#last));
    return fitLines(this.#wrapped.slice(this.#top, this.#top + size.rows), size);
  }

  /** Does what a key of the context `list` asks for. @returns whether it knows the action */
  act(action: string): boolean {
    const moves: Readonly<Record<string, number>> = {
      'list-down': 1,
      'list-up': -1,
      'list-half-down': Math.ceil(this.#height / 2),
      'list-half-up': -Math.ceil(this.#height / 2),
      'list-page-down': this.#height,
      'list-page-up': -this.#height,
      'list-top': -this.#wrapped.length,
      'list-bottom': this.#wrapped.length,
    };
    const rows = Object.hasOwn(moves, action) ? moves[action] : undefined;
    if (rows !== undefined) this.#move(rows);
    return rows !== undefined;
  }

  mouse({ type }: MousePress): boolean {
    if (type === 'wheel-down') this.#move(WHEEL_ROWS);
    else if (type === 'wheel-up') this.#move(-WHEEL_ROWS);
    return type === 'wheel-down' || type === 'wheel-up';
  }

  get #last(): number {
    return Math.max(0, this.#wrapped.length - this.#height);
  }

  #move(rows: number): void {
    this.#top = Math.max(0, Math.min(this.#top + rows, this.#last));
    this.#atEnd = this.#top === this.#last;
  }
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

/** A word that is longer than a line goes on in the next. */
function cutWord(word: string, columns: number): string[] {
  if (widthOf(word) <= columns) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (widthOf(piece + letter) > columns) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
}
