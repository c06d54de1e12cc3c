import { fitCells } from '../../common/terminal/cells.ts';
import { type Line, span } from '../../common/terminal/line.ts';
import { wrapText } from '../../common/terminal/wrap-text.ts';

/** cells of a field's name */
const NAME = 13;
const GAP = 1;
/** rows that one value may take */
const MAX_ROWS = 6;

/** Names and values, one below the other, in `columns` cells; long values go on in the next row, empty ones are left out. */
export function fieldLines(
  fields: readonly (readonly [name: string, value: string])[],
  columns: number,
): Line[] {
  const room = Math.max(1, columns - NAME - GAP);
  return fields
    .filter(([, value]) => value !== '')
    .flatMap(([name, value]) =>
      valueRows(value, room).map((part, row) => [
        span(fitCells(row === 0 ? name : '', NAME), 'dim'),
        span(' '.repeat(GAP)),
        span(part),
      ]),
    );
}

/** `text` in rows of at most `columns` cells; what has no room in so many is left out, which the last one says. */
function valueRows(text: string, columns: number): string[] {
  const rows = wrapText(text, columns);
  return rows.length <= MAX_ROWS ? rows : [...rows.slice(0, MAX_ROWS - 1), `${rows[MAX_ROWS - 1]}…`];
}
