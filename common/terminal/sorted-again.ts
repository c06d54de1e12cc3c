/**
 * `rows` in order. They are first put as they were `before`, by their keys: where few of them have changed, what is nearly in
 * order is sorted with hardly more than a look at each.
 */
export function sortedAgain<Row extends object>(
  rows: readonly Row[],
  before: readonly Row[],
  key: (row: Row) => string,
  compare: (a: Row, b: Row) => number,
): Row[] {
  const places = new Map(before.map((row, at) => [key(row), at]));
  const known: Row[] = [];
  const others: Row[] = [];
  for (const row of rows) {
    const at = places.get(key(row));
    if (at === undefined || known[at] !== undefined) others.push(row);
    else known[at] = row;
  }
  // rows that are gone have left holes
  return [...known.filter(Boolean), ...others].sort(compare);
}
