import { fitCells, widthOf } from './cells.ts';
import { type Line, type Span, span } from './line.ts';
import { wrapShort } from './wrap-text.ts';

/** Something that is told of a document or a host; without a value it is left out. */
export type Field = readonly [name: string, value: string];

/** How fields are laid out. */
interface FieldLayout {
  /** cells of a line */
  readonly columns: number;
  /** cells of the names, the blank behind them included */
  readonly nameColumns: number;
  /** lines that one value may take */
  readonly mostLines: number;
}

/** Names and values, one below the other; a long value goes on in the next line, a longer one ends in an ellipsis. */
export function fieldLines(
  fields: readonly Field[],
  { columns, nameColumns, mostLines }: FieldLayout,
): Line[] {
  return fields
    .filter(([, value]) => value !== '')
    .flatMap(([name, value]) =>
      wrapShort(value, columns - nameColumns, mostLines).map((part, row) => [
        nameSpan(row === 0 ? name : '', nameColumns),
        span(part),
      ]),
    );
}

/** The name of a field, as `fieldLines` draws it. */
export function nameSpan(name: string, nameColumns: number): Span {
  return span(`${fitCells(name, Math.max(0, nameColumns - 1))} `, 'dim');
}

/** Cells that the longest of `names` needs, with the blank behind it. */
export function columnsOfNames(names: readonly string[]): number {
  return Math.max(0, ...names.map(widthOf)) + 1;
}
