import type { DocumentSummary } from '../../common/tracker-api/publication.ts';
import {
  type FileRow,
  type LogEntry,
  type NetworkState,
  type Transfer,
  WATCH_PARTS,
  type WatchEvent,
  type WatchPart,
} from '../operations/operations.ts';
import type { Feed } from './feed.ts';
import { OpenTransfers } from './open-transfers.ts';

/** As many lines as the node itself keeps. */
const MAX_LOG = 2000;

/** A feed that is told what happens. */
export interface FoldedFeed extends Feed {
  /** A new subscription begins: its first events tell all there is. What is shown stays until they have. */
  begin(): void;
  take(event: WatchEvent): void;
}

/** The feed that knows nothing yet. */
export function createFeed(): FoldedFeed {
  return new Folding();
}

/** `feed` for one that goes before it does: at the end of `signal` nobody is called any more. */
export function feedUntil(feed: Feed, signal: AbortSignal): Feed {
  const leaves: (() => void)[] = [];
  signal.addEventListener('abort', () => {
    for (const leave of leaves) leave();
  });
  const listen = (part: WatchPart, changed: () => void): (() => void) => {
    const leave = feed.listen(part, changed);
    leaves.push(leave);
    return leave;
  };
  return new Proxy(feed, {
    get: (_, name) => (name === 'listen' ? listen : Reflect.get(feed, name, feed)),
  });
}

class Folding implements FoldedFeed {
  readonly #files = new Table<FileRow>((row) => row.infoHash);
  readonly #transferCounts = { running: 0, waiting: 0 };
  readonly #openTransfers = new OpenTransfers();
  readonly #transfers = new Table<Transfer>(
    (row) => row.id,
    (before, after) => {
      this.#count(before, after);
      this.#openTransfers.change(before, after);
    },
  );
  readonly #published = new Table<DocumentSummary>((row) => row.sha256);
  #network: NetworkState | undefined;
  #log: readonly LogEntry[] = [];
  #logIsOld = false;
  #trouble = '';
  readonly #complete = new Set<WatchPart>();
  readonly #versions = new Map<WatchPart, number>();
  readonly #listeners = new Map(WATCH_PARTS.map((part) => [part, new Set<() => void>()]));

  get files(): ReadonlyMap<string, FileRow> {
    return this.#files.rows;
  }
  get transfers(): ReadonlyMap<string, Transfer> {
    return this.#transfers.rows;
  }
  get published(): ReadonlyMap<string, DocumentSummary> {
    return this.#published.rows;
  }
  get transferCounts(): Feed['transferCounts'] {
    return this.#transferCounts;
  }
  get network(): NetworkState | undefined {
    return this.#network;
  }
  get log(): readonly LogEntry[] {
    return this.#log;
  }
  get trouble(): string {
    return this.#trouble;
  }
  transferOf = (infoHash: string): Transfer | undefined => this.#openTransfers.of(infoHash);
  isComplete = (part: WatchPart): boolean => this.#complete.has(part);
  version = (part: WatchPart): number => this.#versions.get(part) ?? 0;
  listen = (part: WatchPart, changed: () => void): (() => void) => {
    const listener = () => changed(); // the same function may listen twice
    this.#listeners.get(part)?.add(listener);
    return () => void this.#listeners.get(part)?.delete(listener);
  };

  begin(): void {
    for (const table of [this.#files, this.#transfers, this.#published]) table.begin();
    this.#logIsOld = true;
  }

  take(event: WatchEvent): void {
    if (this.#fold(event)) this.#complete.add(event.part);
    this.#versions.set(event.part, this.version(event.part) + 1);
    for (const changed of [...(this.#listeners.get(event.part) ?? [])]) changed();
  }

  #count(before: Transfer | undefined, after: Transfer | undefined): void {
    for (const state of ['running', 'waiting'] as const) {
      if (before?.state === state) this.#transferCounts[state]--;
      if (after?.state === state) this.#transferCounts[state]++;
    }
  }

  /** @returns whether the part is known in full */
  #fold(event: WatchEvent): boolean {
    switch (event.part) {
      case 'files':
        return this.#files.fold(event);
      case 'transfers':
        return this.#transfers.fold(event);
      case 'published':
        this.#trouble = event.trouble;
        return this.#published.fold(event);
      case 'network':
        this.#network = event.network;
        return true;
      case 'log':
        this.#log = [...(this.#logIsOld ? [] : this.#log), ...event.entries].slice(-MAX_LOG);
        this.#logIsOld = false;
        return true;
    }
  }
}

/** Rows by key, kept by what a subscription tells. */
class Table<Row> {
  readonly rows = new Map<string, Row>();
  readonly #keyOf: (row: Row) => string;
  readonly #changed: (before: Row | undefined, after: Row | undefined) => void;
  /** what a new subscription has told while it tells all there is; then `undefined` */
  #told: Set<string> | undefined = new Set();

  /** @param changed told of each row that comes, becomes another or goes */
  constructor(
    keyOf: (row: Row) => string,
    changed: (before: Row | undefined, after: Row | undefined) => void = () => undefined,
  ) {
    this.#keyOf = keyOf;
    this.#changed = changed;
  }

  begin(): void {
    this.#told = new Set();
  }

  fold(event: {
    readonly changed: readonly Row[];
    readonly removed: readonly string[];
    readonly complete: boolean;
  }): boolean {
    for (const row of event.changed) {
      const key = this.#keyOf(row);
      this.#changed(this.rows.get(key), row);
      this.rows.set(key, row);
      this.#told?.add(key);
    }
    for (const key of event.removed) {
      this.#drop(key);
      this.#told?.delete(key);
    }
    if (event.complete && this.#told !== undefined) this.#forgetUntold(this.#told);
    return this.#told === undefined;
  }

  /** What the earlier subscription knew and this one does not tell is gone. */
  #forgetUntold(told: ReadonlySet<string>): void {
    for (const key of this.rows.keys()) if (!told.has(key)) this.#drop(key);
    this.#told = undefined;
  }

  #drop(key: string): void {
    this.#changed(this.rows.get(key), undefined);
    this.rows.delete(key);
  }
}
