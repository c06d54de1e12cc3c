import { insideOf } from '../../../common/terminal/box.ts';
import type { MousePress } from '../../../common/terminal/component.ts';
import type { Size } from '../../../common/terminal/line.ts';

/** Which parts of the tab are seen. */
export type Shown = 'list' | 'beside' | 'details';

/** A part of the tab, in cells of the tab. */
export interface Place extends Size {
  readonly left: number;
  readonly top: number;
}

/** Where the parts of the tab are; a part that is not seen has no place. */
export interface Layout {
  readonly list: Place | undefined;
  readonly details: Place | undefined;
  /** the line about publishing */
  readonly strip: Place | undefined;
}

/** from here on the details have room beside the list, cells */
const WIDE = 110;
/** below this a border takes more than it gives */
const LEAST_BOXED: Size = { columns: 40, rows: 8 };

/** Whether list and details have room beside each other. */
export function isWide({ columns }: Size): boolean {
  return columns >= WIDE;
}

/** Finds the places in `size`. */
export function layOut(size: Size, shown: Shown, strip: boolean): Layout {
  const rows = strip && size.rows > 3 ? size.rows - 1 : size.rows;
  const whole: Place = { left: 0, top: 0, columns: size.columns, rows };
  const foot: Place = { left: 0, top: rows, columns: size.columns, rows: size.rows - rows };
  const common = { strip: foot.rows > 0 ? foot : undefined };
  if (shown === 'list') return { ...common, list: whole, details: undefined };
  if (shown === 'details' || !isWide(size)) return { ...common, list: undefined, details: whole };
  const left = Math.floor(size.columns / 2);
  return {
    ...common,
    list: { ...whole, columns: left },
    details: { ...whole, left, columns: size.columns - left },
  };
}

/** Whether a part has a border around it. */
function hasBorder({ columns, rows }: Size): boolean {
  return columns >= LEAST_BOXED.columns && rows >= LEAST_BOXED.rows;
}

/** What is inside of a part. */
export function innerSize(place: Place): Size {
  const { columns, rows } = place;
  return hasBorder(place) ? insideOf({ columns, rows }) : { columns, rows };
}

/** `press` in cells of the inside of `place`; `undefined` where it is elsewhere. */
export function pressIn(press: MousePress, place: Place | undefined): MousePress | undefined {
  if (place === undefined) return undefined;
  const border = hasBorder(place) ? 1 : 0;
  const { columns, rows } = innerSize(place);
  const [column, row] = [press.column - place.left - border, press.row - place.top - border];
  const inside = column >= 0 && row >= 0 && column < columns && row < rows;
  return inside ? { ...press, column, row } : undefined;
}
