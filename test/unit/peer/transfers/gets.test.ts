import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { parseInfoHash } from '../../../../common/ids.ts';
import type { GetEvent, GetResult } from '../../../../peer/operations/operations.ts';
import { Gets } from '../../../../peer/transfers/gets.ts';
import { typesOf } from '../../../support/a-transfers.ts';
import { settled } from '../../../support/settled.ts';

const document = parseInfoHash('ab'.repeat(20));
const result = { path: '/library/book.pdf' } as GetResult;
const never = new AbortController().signal;

/** A download that ends when told, counting how often it was started. */
function aDownload() {
  let finish = (): void => undefined;
  let started = 0;
  let emitted: (event: GetEvent) => void = () => undefined;
  const work = (emit: (event: GetEvent) => void, signal: AbortSignal): Promise<GetResult> => {
    started++;
    emitted = emit;
    return new Promise((resolve, reject) => {
      finish = () => resolve(result);
      signal.addEventListener('abort', () => reject(new Error('interrupted')));
    });
  };
  return { work, finish: () => finish(), emit: (event: GetEvent) => emitted(event), started: () => started };
}

describe('Gets', () => {
  test('lets a second command watch the download of the first, from its beginning', async () => {
    const gets = new Gets();
    const download = aDownload();
    const first = typesOf(gets.watch(document, download.work, never));
    download.emit({ type: 'probing', holders: 2 });
    const second = typesOf(gets.watch(document, download.work, never));
    download.emit({ type: 'verifying' });
    download.finish();
    expect(await first).toEqual(['probing', 'verifying', 'done']);
    expect(await second).toEqual(['probing', 'verifying', 'done']);
    expect(download.started()).toBe(1);
    expect(gets.count).toBe(0);
  });

  test('tells a newcomer the latest of what happened thousands of times, and what the download is of', async () => {
    const gets = new Gets();
    const download = aDownload();
    gets.begin(document, download.work, () => undefined);
    download.emit({ type: 'probing', holders: 2 });
    for (let bytes = 1; bytes <= 3000; bytes++)
      download.emit({ type: 'taken-over', from: 'a', by: 'b', bytes, why: 'slow' });
    const late = typesOf(gets.watch(document, download.work, never));
    download.finish();
    const types = await late;
    expect([types.length, types[0], types.at(-1)]).toEqual([1001, 'probing', 'done']);
  });

  test('keeps for a watcher who does not read the latest only, and how it ended', async () => {
    const gets = new Gets();
    const download = aDownload();
    const events = gets.watch(document, download.work, never);
    const progress = (verified: number): GetEvent => ({
      type: 'progress',
      verified,
      size: 100_000,
      pagesHeld: 0,
      holders: [],
    });
    download.emit({ type: 'probing', holders: 2 });
    for (let bytes = 1; bytes <= 100_000; bytes++) {
      download.emit(progress(bytes));
      download.emit({ type: 'taken-over', from: 'a', by: 'b', bytes, why: 'slow' });
    }
    download.finish();
    await settled();
    const seen: GetEvent[] = [];
    for await (const event of events) seen.push(event);
    expect(seen).toHaveLength(1003);
    expect(seen.filter(({ type }) => type === 'progress')).toEqual([progress(100_000)]);
    expect([seen[0]?.type, seen.at(-1)?.type]).toEqual(['probing', 'done']);
  });

  test('goes on when one of two watchers leaves, and is interrupted when the last one does', async () => {
    const gets = new Gets();
    const download = aDownload();
    const one = new AbortController();
    const two = new AbortController();
    const first = typesOf(gets.watch(document, download.work, one.signal));
    const second = typesOf(gets.watch(document, download.work, two.signal));
    one.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    expect(gets.count).toBe(1);
    two.abort();
    await expect(second).rejects.toThrow('interrupted');
    expect(gets.count).toBe(0);
  });

  test('leaves no listener on the signal of a command that gets one document after the other', async () => {
    const gets = new Gets();
    const { signal } = new AbortController();
    for (let count = 0; count < 3; count++) {
      const download = aDownload();
      const watching = typesOf(gets.watch(document, download.work, signal));
      download.finish();
      await watching;
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('starts anew after a download has failed', async () => {
    const gets = new Gets();
    const failing = () => Promise.reject(new Error('no holder'));
    await expect(typesOf(gets.watch(document, failing, never))).rejects.toThrow('no holder');
    const download = aDownload();
    const again = typesOf(gets.watch(document, download.work, never));
    download.finish();
    expect(await again).toEqual(['done']);
  });
});
