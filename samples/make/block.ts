import type { FontName } from './fonts.ts';
import { type Faces, type Sheet, widthOf } from './sheet.ts';

/** How a block looks; all numbers are points. */
export interface Style {
  readonly face: FontName;
  readonly size: number;
  readonly leading: number;
  /** room below the block */
  readonly after: number;
}

/** Lines that stay together. */
export interface Block {
  readonly lines: readonly string[];
  readonly style: Style;
}

export const HEADING: Style = { face: 'bold', size: 15, leading: 20, after: 8 };
export const BODY: Style = { face: 'serif', size: 10.5, leading: 15, after: 8 };
export const LISTING: Style = { face: 'mono', size: 9, leading: 12, after: 12 };

/** A word with the spaces behind it, or one East Asian character: a line may end after either. */
const BREAKABLE = /[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*/gu;

/** `text` broken into lines of at most `width` points; a word that is longer gets a line of its own. */
export function wrapped(faces: Faces, text: string, style: Style, width: number): Block {
  const lines: string[] = [];
  let line = '';
  for (const [word] of text.matchAll(BREAKABLE)) {
    if (line !== '' && widthOf(faces, (line + word).trimEnd(), style.face, style.size) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  if (line !== '') lines.push(line.trimEnd());
  return { lines, style };
}

/** Height of a block with the room below it, points. */
function heightOf(block: Block): number {
  return block.lines.length * block.style.leading + block.style.after;
}

/** Writes `block` with its upper edge at `top`; returns where the next one begins. */
export function place(sheet: Sheet, block: Block, x: number, top: number): number {
  const { face, size, leading } = block.style;
  block.lines.forEach((text, index) => {
    sheet.write({ text, face, size, x, y: top - size - index * leading });
  });
  return top - heightOf(block);
}

/** Places blocks from `top` down, until one comes that would cross `bottom`; that one is dropped. */
export function fill(sheet: Sheet, next: () => Block, x: number, top: number, bottom: number): void {
  let y = top;
  for (let block = next(); y - heightOf(block) >= bottom; block = next()) y = place(sheet, block, x, y);
}
