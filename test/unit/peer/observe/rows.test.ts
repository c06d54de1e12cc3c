import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type RowNews, type RowReader, Rows } from '../../../../peer/observe/rows.ts';

interface Row {
  readonly value: number;
}

/** What a reader knows who has been told everything that he was told. */
class Knowing {
  readonly rows = new Map<string, number>();
  complete = false;
  readonly #reader: RowReader<Row & { key: string }>;

  constructor(rows: Rows<Row & { key: string }>) {
    this.#reader = rows.open(() => undefined);
  }

  hear(limit: number): RowNews<Row & { key: string }> | undefined {
    const news = this.#reader.next(limit);
    for (const { key, value } of news?.changed ?? []) this.rows.set(key, value);
    for (const key of news?.removed ?? []) this.rows.delete(key);
    this.complete = news?.complete ?? this.complete;
    return news;
  }
}

describe('Rows', () => {
  test('tells a newcomer all there is, in portions, the last of them complete', () => {
    const rows = new Rows<Row>();
    for (let value = 0; value < 25; value++) rows.put(`${value}`, { value });
    rows.settle();
    const reader = rows.open(() => undefined);
    const portions = [reader.next(10), reader.next(10), reader.next(10), reader.next(10)];
    expect(portions.map((news) => [news?.changed.length, news?.complete])).toEqual([
      [10, false],
      [10, false],
      [5, true],
      [undefined, undefined],
    ]);
  });

  test('says once that an empty table is complete', () => {
    const rows = new Rows<Row>();
    const reader = rows.open(() => undefined);
    expect(reader.next(10)).toBeUndefined();
    rows.settle();
    expect(reader.next(10)).toEqual({ changed: [], removed: [], complete: true, remark: '' });
    expect(reader.next(10)).toBeUndefined();
  });

  test('has no news of a row that says the same', () => {
    const rows = new Rows<{ readonly list: readonly number[]; readonly name?: string | undefined }>();
    rows.put('a', { list: [1, 2] });
    const reader = rows.open(() => undefined);
    reader.next(10);
    rows.put('a', { list: [1, 2], name: undefined });
    expect(reader.next(10)).toBeUndefined();
    rows.put('a', { list: [1, 3] });
    expect(reader.next(10)?.changed).toEqual([{ list: [1, 3] }]);
  });

  test('tells a remark as soon as it is another', () => {
    const rows = new Rows<Row>();
    let stirred = 0;
    const reader = rows.open(() => stirred++);
    rows.remark = 'no tracker answers';
    rows.remark = 'no tracker answers';
    expect(stirred).toBe(1);
    expect(reader.next(10)?.remark).toBe('no tracker answers');
    expect(reader.next(10)).toBeUndefined();
  });

  test('tells a slow reader the last state only, and nothing of what came and went meanwhile', () => {
    const rows = new Rows<Row>();
    rows.settle();
    const reader = rows.open(() => undefined);
    reader.next(10);
    for (let value = 0; value < 1_000; value++) {
      rows.put('stays', { value });
      rows.put(`goes-${value}`, { value });
      rows.drop(`goes-${value}`);
    }
    expect(reader.next(10)).toEqual({ changed: [{ value: 999 }], removed: [], complete: true, remark: '' });
  });

  test('stirs nobody who has left', () => {
    const rows = new Rows<Row>();
    let stirred = 0;
    const reader = rows.open(() => stirred++);
    reader.close();
    rows.put('a', { value: 1 });
    expect(stirred).toBe(0);
  });

  test('brings every reader to the same table, however they read', () => {
    const key = fc.integer({ min: 0, max: 6 }).map(String);
    const step = fc.oneof(
      fc.tuple(fc.constant('put' as const), key, fc.nat(3)),
      fc.tuple(fc.constant('drop' as const), key, fc.nat(0)),
      fc.tuple(fc.constant('hear' as const), fc.constantFrom('0', '1'), fc.integer({ min: 1, max: 4 })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const rows = new Rows<Row & { key: string }>();
        const model = new Map<string, number>();
        const readers = [new Knowing(rows), new Knowing(rows)];
        for (const [what, which, number] of steps) {
          if (what === 'put') {
            rows.put(which, { key: which, value: number });
            model.set(which, number);
          } else if (what === 'drop') {
            rows.drop(which);
            model.delete(which);
          } else readers[Number(which)]?.hear(number);
        }
        rows.settle();
        for (const reader of [...readers, new Knowing(rows)]) {
          while (reader.hear(3) !== undefined);
          expect(reader.complete).toBe(true);
          expect(reader.rows).toEqual(model);
        }
      }),
    );
  });
});
