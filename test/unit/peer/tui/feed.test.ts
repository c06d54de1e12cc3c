import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FileRow, LogEntry, Transfer, WatchEvent } from '../../../../peer/operations/operations.ts';
import { createFeed, feedUntil } from '../../../../peer/tui/feed-fold.ts';
import { aTransfer } from '../../../support/pane-parts.ts';

type Change = { readonly put: string; readonly pages: number } | { readonly drop: string };

function aFile(infoHash: string, pages = 1): FileRow {
  return {
    sha256: '',
    infoHash,
    md5: '',
    name: infoHash,
    path: '',
    size: 0,
    pages,
    state: 'serving',
    heldPercent: 100,
    inLibrary: true,
    uploadedBytes: 0,
    pagesHeld: pages,
    holders: 1,
    upRate: 0,
    downRate: 0,
    ratio: 0,
  };
}

function files(changed: readonly FileRow[], removed: readonly string[] = [], complete = true): WatchEvent {
  return { part: 'files', changed, removed, complete };
}

function anEntry(sequence: number): LogEntry {
  return { sequence, at: 0, level: 'info', event: 'happened', details: '' };
}

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ put: key, pages: fc.nat(9) }),
  fc.record({ drop: key }),
);

describe('createFeed', () => {
  test('folds any deltas to the state that they lead to, over any number of subscriptions', () => {
    const subscription = fc.record({ full: fc.array(change), deltas: fc.array(fc.array(change)) });
    fc.assert(
      fc.property(fc.array(subscription, { minLength: 1 }), (subscriptions) => {
        const feed = createFeed();
        for (const { full, deltas } of subscriptions) {
          const truth = new Map<string, FileRow>();
          const told = (changes: readonly Change[]) => {
            for (const one of changes) {
              if ('put' in one) truth.set(one.put, aFile(one.put, one.pages));
              else truth.delete(one.drop);
            }
          };
          told(full);
          feed.begin();
          for (const row of truth.values()) feed.take(files([row], [], false));
          feed.take(files([]));
          for (const delta of deltas) {
            told(delta);
            const touched = delta.map((one) => ('put' in one ? one.put : one.drop));
            const changed = touched.flatMap((name) => truth.get(name) ?? []);
            const gone = touched.filter((name) => !truth.has(name));
            feed.take(files(changed, gone));
          }
          expect(Object.fromEntries(feed.files)).toEqual(Object.fromEntries(truth));
        }
      }),
    );
  });

  test('is complete when the last portion of the full state is here, and stays so', () => {
    const feed = createFeed();
    feed.begin();
    feed.take(files([aFile('a')], [], false));
    expect(feed.isComplete('files')).toBe(false);
    feed.take(files([aFile('b')]));
    expect(feed.isComplete('files')).toBe(true);
    feed.begin();
    expect(feed.isComplete('files')).toBe(true);
  });

  test('keeps the rows of a lost subscription until the next one has told everything', () => {
    const feed = createFeed();
    feed.begin();
    feed.take(files([aFile('a'), aFile('b')]));
    feed.begin();
    feed.take(files([aFile('c')], [], false));
    expect([...feed.files.keys()]).toEqual(['a', 'b', 'c']);
    feed.take(files([]));
    expect([...feed.files.keys()]).toEqual(['c']);
  });

  test('knows the transfer that matters for a document: the newest that is neither done nor cancelled', () => {
    const feed = createFeed();
    const transfers = (changed: readonly Transfer[], removed: readonly string[] = []) =>
      feed.take({ part: 'transfers', changed, removed, complete: true });
    const idOf = (infoHash: string) => feed.transferOf(infoHash)?.id;
    const one = aTransfer({ id: '1', infoHash: 'a', addedAt: 1, state: 'failed' });
    const two = aTransfer({ id: '2', infoHash: 'a', addedAt: 2 });
    const other = aTransfer({ id: '3', infoHash: 'b', addedAt: 3, state: 'done' });
    feed.begin();
    transfers([two, one, other]);
    expect([idOf('a'), idOf('b'), idOf('c')]).toEqual(['2', undefined, undefined]);
    transfers([{ ...two, state: 'cancelled' }]);
    expect(feed.transferOf('a')).toBe(one);
    transfers([{ ...other, state: 'paused' }], ['1']);
    expect([idOf('a'), idOf('b')]).toEqual([undefined, '3']);
    feed.begin();
    transfers([{ ...one, state: 'waiting' }]);
    expect([idOf('a'), idOf('b')]).toEqual(['1', undefined]);
  });

  test('counts versions and calls listeners of the part that changed, until they leave', () => {
    const feed = createFeed();
    let heard = 0;
    const leave = feed.listen('files', () => heard++);
    feed.take({ part: 'log', entries: [anEntry(1)] });
    expect([heard, feed.version('files'), feed.version('log')]).toEqual([0, 0, 1]);
    feed.take(files([aFile('a')]));
    leave();
    feed.take(files([aFile('b')]));
    expect([heard, feed.version('files')]).toEqual([1, 2]);
  });

  test('keeps the newest lines of the log, and those of the present node only', () => {
    const feed = createFeed();
    feed.begin();
    feed.take({ part: 'log', entries: Array.from({ length: 2500 }, (_, at) => anEntry(at)) });
    expect([feed.log.length, feed.log.at(-1)?.sequence]).toEqual([2000, 2499]);
    feed.begin();
    feed.take({ part: 'log', entries: [anEntry(1)] });
    expect(feed.log).toHaveLength(1);
  });

  test('says why the published list may be old', () => {
    const feed = createFeed();
    feed.take({ part: 'published', changed: [], removed: [], complete: true, trouble: 'no answer' });
    expect(feed.trouble).toBe('no answer');
  });
});

describe('feedUntil', () => {
  test('shows the same state, and calls nobody after its end', () => {
    const feed = createFeed();
    const over = new AbortController();
    const scoped = feedUntil(feed, over.signal);
    let heard = 0;
    scoped.listen('files', () => heard++);
    feed.take(files([aFile('a')]));
    over.abort();
    feed.take(files([aFile('b')]));
    expect(heard).toBe(1);
    expect([...scoped.files.keys()]).toEqual(['a', 'b']);
    expect(scoped.version('files')).toBe(2);
  });
});
