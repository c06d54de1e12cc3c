import { codeOf, messageOf } from '../errors.ts';
import type { Log, LogLevel } from './log.ts';

/** A line of a program's log, for people who look on. */
export interface LogEntry {
  /** counts up; never used twice while the program runs */
  readonly sequence: number;
  /** ms since 1970 */
  readonly at: number;
  readonly level: Exclude<LogLevel, 'silent'>;
  /** its name in kebab-case */
  readonly event: string;
  /** its particulars, in one line: `holder=192.0.2.7:8169 why="it fell silent"`; may hold a remote's text as it came */
  readonly details: string;
}

/** The last entries of a log, in memory. */
export interface LogRing {
  /** what writes into the ring */
  readonly log: Log;
  /** sequence of the newest entry; 0 before the first */
  readonly newest: number;
  /** at most `limit` entries after `sequence`, the oldest first; those that the ring no longer has are skipped */
  after(sequence: number, limit: number): LogEntry[];
  /** the last `limit` entries that are of `level` or more urgent, the oldest first */
  last(level: LogEntry['level'], limit: number): LogEntry[];
  /** @param listener called after every entry. @returns what ends that */
  listen(listener: () => void): () => void;
}

/** Entries kept, some 400 kB at the most that they commonly take. */
const CAPACITY = 2_000;
/** Entries of level debug taken in a second: what remotes do is debug, and they could do a lot. */
const DEBUG_PER_SECOND = 50;
/** Entries of all levels taken in a second. */
const ALL_PER_SECOND = 500;
/** Characters of an entry's details. */
const MAX_DETAILS = 400;

const URGENCY: Readonly<Record<LogEntry['level'], number>> = { error: 0, warn: 1, info: 2, debug: 3 };

/**
 * A log that keeps its last entries instead of writing them. Of a flood only the beginning of each second is kept, and how
 * much was left out stands in an entry `entries-left-out`.
 *
 * @param now ms since 1970
 */
export function createLogRing(now: () => number = Date.now, capacity = CAPACITY): LogRing {
  return new Ring(now, capacity);
}

/** A log that hands every event to all of `logs`. */
export function teeLog(...logs: readonly Log[]): Log {
  const at =
    (level: LogEntry['level']): Log['info'] =>
    (event, fields) => {
      for (const log of logs) log[level](event, fields);
    };
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    with: (fields) => teeLog(...logs.map((log) => log.with(fields))),
  };
}

type Fields = Readonly<Record<string, unknown>>;

class Ring implements LogRing {
  readonly log: Log;
  newest = 0;
  readonly #now: () => number;
  readonly #capacity: number;
  /** entry `sequence` lies at `sequence % capacity` */
  readonly #entries: LogEntry[] = [];
  readonly #listeners = new Set<() => void>();
  #second = 0;
  #taken = 0;
  #debugTaken = 0;
  #leftOut = 0;

  constructor(now: () => number, capacity: number) {
    this.#now = now;
    this.#capacity = capacity;
    this.log = this.#logWith({});
  }

  after(sequence: number, limit: number): LogEntry[] {
    const first = Math.max(sequence, this.newest - this.#capacity) + 1;
    const count = Math.max(0, Math.min(limit, this.newest - first + 1));
    return Array.from({ length: count }, (_, at) => this.#entry(first + at)).filter(
      (entry) => entry !== undefined,
    );
  }

  last(level: LogEntry['level'], limit: number): LogEntry[] {
    const found: LogEntry[] = [];
    for (let sequence = this.newest; found.length < limit; sequence--) {
      const entry = this.#entry(sequence);
      if (entry?.sequence !== sequence) break;
      if (URGENCY[entry.level] <= URGENCY[level]) found.push(entry);
    }
    return found.reverse();
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #entry(sequence: number): LogEntry | undefined {
    return this.#entries[sequence % this.#capacity];
  }

  #logWith(more: Fields): Log {
    const at =
      (level: LogEntry['level']): Log['info'] =>
      (event, fields) =>
        this.#note(level, event, more, fields ?? {});
    return {
      error: at('error'),
      warn: at('warn'),
      info: at('info'),
      debug: at('debug'),
      with: (fields) => this.#logWith({ ...more, ...fields }),
    };
  }

  #note(level: LogEntry['level'], event: string, more: Fields, fields: Fields): void {
    const at = this.#now();
    this.#turnSecond(at);
    if (this.#taken >= ALL_PER_SECOND || (level === 'debug' && this.#debugTaken >= DEBUG_PER_SECOND)) {
      this.#leftOut++;
      return;
    }
    this.#taken++;
    if (level === 'debug') this.#debugTaken++;
    this.#put({ at, level, event, details: detailsOf({ ...more, ...fields }) });
  }

  /** A new second has room again; what the one before left out is said once. */
  #turnSecond(at: number): void {
    const second = Math.floor(at / 1000);
    if (second === this.#second) return;
    this.#second = second;
    this.#taken = 0;
    this.#debugTaken = 0;
    if (this.#leftOut === 0) return;
    this.#put({ at, level: 'debug', event: 'entries-left-out', details: `count=${this.#leftOut}` });
    this.#leftOut = 0;
  }

  #put(entry: Omit<LogEntry, 'sequence'>): void {
    const sequence = ++this.newest;
    this.#entries[sequence % this.#capacity] = { sequence, ...entry };
    for (const listener of this.#listeners) listener();
  }
}

/** The fields of an event in one line of bounded length. */
function detailsOf(fields: Fields): string {
  let text = '';
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    text += `${text === '' ? '' : ' '}${name}=${textOf(value)}`;
    if (text.length > MAX_DETAILS) return `${text.slice(0, MAX_DETAILS - 1)}…`;
  }
  return text;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return /^[^\s"=]{1,200}$/.test(value) ? value : quoted(value);
  const code = codeOf(value);
  // inside jest, Node's own errors are not `instanceof Error`
  if (value instanceof Error || code !== undefined) {
    return quoted(code === undefined ? messageOf(value) : `${code}: ${messageOf(value)}`);
  }
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, MAX_DETAILS);
  } catch {
    return '?'; // a value that contains itself, or a BigInt
  }
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, MAX_DETAILS));
}
