import { fitCells, takeCells } from '../../common/terminal/cells.ts';
import { type Line, span } from '../../common/terminal/line.ts';

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
      wrapped(value, room).map((part, row) => [
        span(fitCells(row === 0 ? name : '', NAME), 'dim'),
        span(' '.repeat(GAP)),
        span(part),
      ]),
    );
}

/** `text` in rows of at most `columns` cells, `maxRows` of them. */
export function wrapped(text: string, columns: number, maxRows = MAX_ROWS): string[] {
  const rows: string[] = [];
  let rest = text;
  while (rest !== '' && rows.length < maxRows) {
    if (!takeCells(rest, columns).more) return [...rows, rest];
    const row = rowOf(rest, columns);
    rows.push(row.trimEnd());
    rest = rest.slice(row.length).trimStart();
  }
  if (rest !== '') rows[rows.length - 1] = `${rows.at(-1)}…`;
  return rows;
}

/** The beginning of `text` that fits, to the last blank in it if there is one. */
function rowOf(text: string, columns: number): string {
  let length = Math.min(text.length, columns);
  while (length > 1 && takeCells(text.slice(0, length), columns).more) length--;
  const blank = text.lastIndexOf(' ', length);
  return text.slice(0, blank > length / 2 ? blank : length);
}
