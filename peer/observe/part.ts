import type { WatchEvent } from '../operations/operations.ts';
import { type RowNews, type RowReader, Rows } from './rows.ts';

/** One who watches a part of the node's state. */
export interface PartReader {
  /** what is to be told next; `undefined` when there is nothing new. `more`: the rest follows at once */
  next(): { readonly event: WatchEvent; readonly more: boolean } | undefined;
  /** he leaves */
  close(): void;
}

/** A part of the node's state that can be watched. */
export interface Part {
  /** @param stir called when there may be something to tell */
  open(stir: () => void): PartReader;
  /** ms between two tellings */
  readonly everyMs: number;
}

/** rows in one event: some 500 kB as JSON */
const PORTION = 1_000;

/** A table that somebody watches. */
interface Live<Row> {
  readonly rows: Rows<Row>;
  readonly ending: AbortController;
  readers: number;
}

/** A part that is a table, filled only while somebody watches. */
export class TablePart<Row> implements Part {
  readonly everyMs: number;
  readonly #begin: (rows: Rows<Row>, signal: AbortSignal) => void;
  readonly #eventOf: (news: RowNews<Row>) => WatchEvent;
  #live: Live<Row> | undefined;

  /** @param begin fills the rows and keeps them current until `signal` aborts; it must not throw */
  constructor(
    everyMs: number,
    begin: (rows: Rows<Row>, signal: AbortSignal) => void,
    eventOf: (news: RowNews<Row>) => WatchEvent,
  ) {
    this.everyMs = everyMs;
    this.#begin = begin;
    this.#eventOf = eventOf;
  }

  open(stir: () => void): PartReader {
    const live = this.#enter();
    const reader = live.rows.open(stir);
    return {
      next: () => this.#next(reader),
      close: () => {
        reader.close();
        live.readers--;
        if (live.readers > 0) return;
        live.ending.abort(new Error('nobody watches any more'));
        this.#live = undefined;
      },
    };
  }

  #enter(): Live<Row> {
    if (this.#live === undefined) {
      this.#live = { rows: new Rows<Row>(), ending: new AbortController(), readers: 0 };
      this.#begin(this.#live.rows, this.#live.ending.signal);
    }
    this.#live.readers++;
    return this.#live;
  }

  #next(reader: RowReader<Row>) {
    const news = reader.next(PORTION);
    return news === undefined ? undefined : { event: this.#eventOf(news), more: !news.complete };
  }
}
