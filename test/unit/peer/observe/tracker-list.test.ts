import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CodedError } from '../../../../common/errors.ts';
import type { Change } from '../../../../common/tracker-api/change.ts';
import type { DocumentSummary } from '../../../../common/tracker-api/publication.ts';
import { TrackerList } from '../../../../peer/observe/tracker-list.ts';

const hex = (text: string, digits: number) => Buffer.from(text).toString('hex').padEnd(digits, '0');

function aSummary(name: string, holders = 1): DocumentSummary {
  return { sha256: hex(name, 64), infoHash: hex(name, 40), name, holders } as unknown as DocumentSummary;
}

/** A tracker in this process, which notes what it is asked. */
class ATracker {
  documents: DocumentSummary[] = [];
  log: Change[] = [];
  origin = 'a';
  /** soft entries are gone */
  missed = false;
  failure: CodedError | undefined;
  readonly asked: string[] = [];

  publish(name: string): void {
    this.documents.push(aSummary(name));
    this.#note('published', name);
  }

  withdraw(name: string): void {
    this.documents = this.documents.filter((document) => document.name !== name);
    this.#note('withdrawn', name);
  }

  hold(name: string, holders: number): void {
    this.documents = this.documents.map((one) => (one.name === name ? aSummary(name, holders) : one));
    const infoHash = aSummary(name).infoHash;
    this.log.push({ type: 'holds', at: 0, hostId: hex('h', 40), infoHash, complete: true });
  }

  async changes(cursor: string) {
    this.#answer('changes');
    const [origin, from] = cursor === '' ? [this.origin, '0'] : cursor.split('.');
    if (origin !== this.origin) throw new CodedError('ERR_TRACKER_CURSOR', 'not of this tracker');
    const changes = this.log.slice(Number(from), Number(from) + 10);
    const end = Number(from) + changes.length;
    const missed = cursor !== '' && this.missed;
    this.missed = false;
    return { changes, cursor: `${origin}.${end}`, more: end < this.log.length, missed };
  }

  async list(after: string) {
    this.#answer('list');
    const first = Number(after);
    const documents = this.documents.slice(first, first + 3);
    return { documents, ...(documents.length === 3 && { next: String(first + 3) }) };
  }

  async named(name: string) {
    this.#answer(`named ${name}`);
    return { documents: this.documents.filter((document) => document.name === name) };
  }

  count(what: string): number {
    return this.asked.filter((one) => one === what).length;
  }

  #answer(what: string): void {
    this.asked.push(what);
    if (this.failure !== undefined) throw this.failure;
  }

  #note(type: 'published' | 'withdrawn', name: string): void {
    const { sha256, infoHash } = aSummary(name);
    this.log.push({ type, at: 0, sha256, infoHash, name });
  }
}

/** Who follows `tracker`, and what he knows. */
function follow(tracker: ATracker) {
  const known = new Map<string, DocumentSummary>();
  const states: string[] = [];
  const abort = new AbortController();
  const list = new TrackerList(
    tracker,
    {
      put: (document) => known.set(document.sha256, document),
      drop: (sha256) => known.delete(sha256),
      state: (trouble) => states.push(trouble),
    },
    () => Date.now(),
  );
  const over = list.follow(abort.signal);
  const names = () => [...known.values()].map(({ name, holders }) => `${name} ${holders}`);
  const leave = (): Promise<void> => {
    abort.abort();
    return over;
  };
  return { names, states, leave };
}

describe('TrackerList', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void jest.useRealTimers());

  test('reads the whole list, then only what changes', async () => {
    const tracker = new ATracker();
    for (const name of ['a', 'b', 'c', 'd']) tracker.publish(name);
    const { names, states, leave } = follow(tracker);
    await jest.advanceTimersByTimeAsync(1);
    expect(names()).toEqual(['a 1', 'b 1', 'c 1', 'd 1']);
    expect(states).toEqual(['']);

    tracker.publish('e');
    tracker.withdraw('b');
    tracker.hold('a', 3);
    await jest.advanceTimersByTimeAsync(2_100);
    expect(names()).toEqual(['a 3', 'c 1', 'd 1', 'e 1']);
    expect(tracker.count('list')).toBe(2); // its two pages, once
    await leave();
  });

  test('asks for nothing but the log while nothing changes', async () => {
    const tracker = new ATracker();
    tracker.publish('a');
    const { leave } = follow(tracker);
    await jest.advanceTimersByTimeAsync(30_000);
    expect(new Set(tracker.asked.slice(3))).toEqual(new Set(['changes']));
    await leave();
  });

  test('reads the list anew when more has changed than is asked for one by one', async () => {
    const tracker = new ATracker();
    tracker.publish('a');
    const { names, leave } = follow(tracker);
    await jest.advanceTimersByTimeAsync(1);
    for (let number = 0; number < 200; number++) tracker.publish(`n${number}`);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(names()).toHaveLength(201);
    await leave();
  });

  test('keeps what it knows while the tracker does not answer, and goes on when it does', async () => {
    const tracker = new ATracker();
    tracker.publish('a');
    const { names, states, leave } = follow(tracker);
    await jest.advanceTimersByTimeAsync(1);
    tracker.failure = new CodedError('ERR_TRACKER_UNREACHABLE', 'cannot reach it');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(names()).toEqual(['a 1']);
    expect(states.at(-1)).toBe('cannot reach it');

    tracker.failure = undefined;
    tracker.publish('b');
    await jest.advanceTimersByTimeAsync(8_100);
    expect(names()).toEqual(['a 1', 'b 1']);
    expect(states.at(-1)).toBe('');
    await leave();
  });

  test('begins anew with a tracker that does not know its place', async () => {
    const tracker = new ATracker();
    tracker.publish('a');
    const { names, leave } = follow(tracker);
    await jest.advanceTimersByTimeAsync(1);
    tracker.origin = 'b';
    tracker.log = [];
    tracker.documents = [aSummary('z')];
    await jest.advanceTimersByTimeAsync(2_100);
    expect(names()).toEqual(['z 1']);
    await leave();
  });

  test('reads the holders anew when entries are missing', async () => {
    const tracker = new ATracker();
    tracker.publish('a');
    const { names, leave } = follow(tracker);
    await jest.advanceTimersByTimeAsync(1);
    tracker.documents = [aSummary('a', 7)];
    tracker.missed = true;
    await jest.advanceTimersByTimeAsync(12_100);
    expect(names()).toEqual(['a 7']);
    await leave();
  });

  test('asks nothing any more when nobody watches', async () => {
    const tracker = new ATracker();
    const { leave } = follow(tracker);
    await jest.advanceTimersByTimeAsync(5_000);
    await leave();
    const before = tracker.asked.length;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(tracker.asked).toHaveLength(before);
    expect(jest.getTimerCount()).toBe(0);
  });
});
