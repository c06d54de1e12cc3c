import { boxed } from './box.ts';
import { takeCells } from './cells.ts';
import type { Component, DialogWish, Glyphs, MousePress } from './component.ts';
import { fitLine, type Line, type Size, type Span, span } from './line.ts';

/** A dialog that is open. */
export interface Overlay {
  readonly component: Component;
  readonly wish: DialogWish;
}

/** Where a dialog is on the screen, with its border. */
export interface Place extends Size {
  readonly left: number;
  readonly top: number;
  /** cells of the border at each side */
  readonly border: 0 | 1;
}

/** A screen so small that a dialog takes all of it, without a border. */
const SMALL: Size = { columns: 24, rows: 8 };

/** In the middle of `size`, as large as it wishes, or as there is room. */
export function placeOverlay({ component, wish }: Overlay, size: Size): Place {
  if (size.columns < SMALL.columns || size.rows < SMALL.rows) return { left: 0, top: 0, ...size, border: 0 };
  const columns = Math.max(3, Math.min(wish.columns + 2, size.columns));
  const needed = Math.min(component.height?.(columns - 2) ?? wish.rows, wish.rows);
  const rows = Math.max(3, Math.min(needed + 2, size.rows));
  const left = Math.floor((size.columns - columns) / 2);
  const top = Math.floor((size.rows - rows) / 2);
  return { left, top, columns, rows, border: 1 };
}

/** `lines` of the screen with a dialog on them. @param footOf what its foot tells, in so many cells */
export function drawOverlay(
  lines: readonly Line[],
  overlay: Overlay,
  size: Size,
  glyphs: Glyphs,
  footOf: (columns: number) => Line = () => [],
): Line[] {
  const place = placeOverlay(overlay, size);
  const inside = { columns: place.columns - 2 * place.border, rows: place.rows - 2 * place.border };
  const content = overlay.component.view(inside);
  if (place.border === 0) return content.map((line) => fitLine(line, size.columns));
  const { note = '' } = overlay.component;
  const foot = footOf(inside.columns - 2);
  const box = boxed(content, place, { title: overlay.wish.title, note, foot, glyphs, focused: true });
  return lines.map((line, row) => {
    const over = box[row - place.top];
    return over === undefined ? line : laidOver(line, over, place, size.columns);
  });
}

/** `press` as the dialog at `place` sees it; `undefined` beside it. */
export function pressInside(press: MousePress, place: Place): MousePress | undefined {
  const column = press.column - place.left - place.border;
  const row = press.row - place.top - place.border;
  const inside =
    column >= 0 &&
    row >= 0 &&
    column < place.columns - 2 * place.border &&
    row < place.rows - 2 * place.border;
  return inside ? { ...press, column, row } : undefined;
}

function laidOver(line: Line, over: Line, { left, columns }: Place, width: number): Line {
  const fitted = fitLine(line, width);
  return [...part(fitted, 0, left), ...over, ...part(fitted, left + columns, width)];
}

/** The cells of a fitted line from `begin` to `end`; half a wide character is a blank. */
function part(line: Line, begin: number, end: number): Span[] {
  const parts: Span[] = [];
  let at = 0;
  for (const one of line) {
    const text = cellsFrom(one.text, begin - at, end - at);
    at += takeCells(one.text, Number.POSITIVE_INFINITY).width;
    if (text !== '') parts.push({ ...one, text });
    if (at >= end) break;
  }
  const shown = parts.reduce((sum, { text }) => sum + takeCells(text, Number.POSITIVE_INFINITY).width, 0);
  return shown < end - begin ? [...parts, span(' '.repeat(end - begin - shown))] : parts;
}

function cellsFrom(text: string, begin: number, end: number): string {
  if (end <= 0) return '';
  if (begin <= 0) return takeCells(text, end).text;
  const before = takeCells(text, begin);
  if (!before.more) return '';
  const rest = text.slice(before.text.length);
  // a wide character across `begin` shows its right half as a blank
  const half = begin - before.width;
  const whole = half === 0 ? rest : ' '.repeat(half) + rest.slice(1);
  return takeCells(whole, end - begin).text;
}
