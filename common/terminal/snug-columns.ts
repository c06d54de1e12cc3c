import { widthOf } from './cells.ts';
import type { Column } from './columns.ts';

/** so long a wider cell has to be away, ms, until its column gets narrower: columns that jump are worse than empty cells */
const SHRINKS_AFTER_MS = 8_000;

interface Width {
  readonly cells: number;
  /** when a cell was last as wide as that */
  readonly at: number;
}

/** Gives columns that are `snug` the width of the widest cell that is seen. */
export class SnugColumns<Row> {
  readonly #columns: readonly Column<Row>[];
  readonly #widths = new Map<Column<Row>, Width>();

  constructor(columns: readonly Column<Row>[]) {
    this.#columns = columns;
  }

  /**
   * Looks at rows that are to be seen; @returns whether a width is another one now.
   *
   * @param sorted title of the column that has an arrow
   * @param now    ms since 1970
   */
  look(rows: readonly Row[], sorted: string | undefined, now: number): boolean {
    const snug = this.#columns.filter((column) => column.snug === true);
    return snug.map((column) => this.#take(column, neededBy(column, rows, sorted), now)).some(Boolean);
  }

  #take(column: Column<Row>, cells: number, now: number): boolean {
    const known = this.#widths.get(column);
    if (known !== undefined && cells < known.cells && now - known.at < SHRINKS_AFTER_MS) return false;
    this.#widths.set(column, { cells, at: now });
    return cells !== known?.cells;
  }

  /** The columns as wide as that makes them. */
  get fitted(): readonly Column<Row>[] {
    return this.#columns.map((column) => {
      const cells = this.#widths.get(column)?.cells;
      return cells === undefined ? column : { ...column, min: cells, max: cells };
    });
  }
}

function neededBy<Row>(column: Column<Row>, rows: readonly Row[], sorted: string | undefined): number {
  const title = widthOf(column.title) + (column.title === sorted ? 1 : 0);
  const widest = rows.reduce((most, row) => Math.max(most, widthIn(column, row)), title);
  return Math.max(column.min, Math.min(widest, column.max ?? widest));
}

function widthIn<Row>(column: Column<Row>, row: Row): number {
  const cell = column.cell(row);
  return widthOf(typeof cell === 'string' ? cell : cell.text);
}
