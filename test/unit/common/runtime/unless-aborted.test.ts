import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { unlessAborted } from '../../../../common/runtime/unless-aborted.ts';

const endless = () => new Promise<never>(() => undefined);

describe('unlessAborted', () => {
  test('gives what the work comes to, and leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    expect(await unlessAborted(Promise.resolve('done'), signal)).toBe('done');
    await expect(unlessAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('ends with the reason of a signal that aborts meanwhile', async () => {
    const ending = new AbortController();
    const waiting = unlessAborted(endless(), ending.signal);
    ending.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });

  test('does not wait for anything when the signal has aborted already', async () => {
    await expect(unlessAborted(endless(), AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });
});
