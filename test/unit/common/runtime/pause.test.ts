import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { pause } from '../../../../common/runtime/pause.ts';

const LONG_MS = 3_600_000;

describe('pause', () => {
  test('ends at once when its signal aborts, or has aborted', async () => {
    const ending = new AbortController();
    const pausing = pause(LONG_MS, ending.signal);
    ending.abort();
    await pausing;
    await pause(LONG_MS, ending.signal);
  });

  test('leaves no listener on its signal', async () => {
    const { signal } = new AbortController();
    for (let count = 0; count < 3; count++) await pause(0, signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
