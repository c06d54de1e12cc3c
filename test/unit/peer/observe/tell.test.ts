import { describe, expect, jest, test } from '@jest/globals';
import { type Part, TablePart } from '../../../../peer/observe/part.ts';
import type { Rows } from '../../../../peer/observe/rows.ts';
import { tell } from '../../../../peer/observe/tell.ts';
import type { WatchEvent } from '../../../../peer/operations/operations.ts';

type Row = Extract<WatchEvent, { part: 'transfers' }>['changed'][number];

/** A table whose rows the test puts; it notes who watches. */
class ATable {
  rows: Rows<Row> | undefined;
  begun = 0;
  ended = 0;
  readonly part: Part;

  constructor(everyMs = 0) {
    this.part = new TablePart<Row>(
      everyMs,
      (rows, signal) => {
        this.begun++;
        this.rows = rows;
        signal.addEventListener('abort', () => this.ended++);
      },
      ({ changed, removed, complete }) => ({ part: 'transfers', changed, removed, complete }),
    );
  }

  put(id: string, rate = 0): void {
    this.rows?.put(id, { id, rate } as Row);
  }
}

const never = new AbortController().signal;
const idsOf = (event: WatchEvent | undefined) =>
  event?.part === 'transfers' ? event.changed.map(({ id }) => id) : undefined;

describe('tell', () => {
  test('tells all there is, then what changes', async () => {
    const table = new ATable();
    const events = tell([table.part], never);
    const first = events.next();
    table.put('a');
    table.put('b');
    table.rows?.settle();
    expect(idsOf((await first).value)).toEqual(['a', 'b']);
    const second = events.next();
    table.put('b', 7);
    expect(idsOf((await second).value)).toEqual(['b']);
    await events.return(undefined);
  });

  test('begins with the first reader and ends with the last', async () => {
    const table = new ATable();
    const [one, two] = [tell([table.part], never), tell([table.part], never)];
    const firsts = [one.next(), two.next()];
    table.rows?.settle();
    await Promise.all(firsts);
    expect(table.begun).toBe(1);
    await one.return(undefined);
    expect(table.ended).toBe(0);
    await two.return(undefined);
    expect(table.ended).toBe(1);

    const again = tell([table.part], never);
    const first = again.next();
    table.rows?.settle();
    await first;
    expect(table.begun).toBe(2);
    await again.return(undefined);
  });

  test('makes one event of what changed while nobody asked', async () => {
    const table = new ATable();
    const events = tell([table.part], never);
    const first = events.next();
    table.rows?.settle();
    await first;
    for (let rate = 0; rate < 1_000; rate++) table.put('a', rate);
    expect(idsOf((await events.next()).value)).toEqual(['a']);
    await events.return(undefined);
  });

  test('throws when its signal aborts, though nothing happens, and lets the table go', async () => {
    const table = new ATable();
    const abort = new AbortController();
    const events = tell([table.part], abort.signal);
    const waiting = events.next();
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_PEER_INTERRUPTED' });
    expect(table.ended).toBe(1);
  });

  test('lets a part speak no more often than it may', async () => {
    jest.useFakeTimers({ now: 0 });
    try {
      const table = new ATable(250);
      const events = tell([table.part], never);
      const first = events.next();
      table.rows?.settle();
      await first;
      table.put('a');
      let told: unknown;
      void events.next().then(({ value }) => {
        told = idsOf(value);
      });
      await jest.advanceTimersByTimeAsync(240);
      expect(told).toBeUndefined();
      await jest.advanceTimersByTimeAsync(20);
      expect(told).toEqual(['a']);
      await events.return(undefined);
    } finally {
      jest.useRealTimers();
    }
  });
});
