import { describe, expect, test } from '@jest/globals';
import { UploadQueue } from '../../../../peer/seed/upload-queue.ts';

const KIB16 = 16_384;
const block = (piece: number, begin: number, length = KIB16) => ({ piece, begin, length });

describe('UploadQueue', () => {
  test('reads blocks that lie end to end at once, across pieces', () => {
    const queue = new UploadQueue(2 * KIB16);
    for (const asked of [block(0, 0), block(0, KIB16), block(1, 0), block(3, 0)]) queue.add(asked, false);
    expect(queue.next()).toEqual({
      range: { begin: 0, end: 3 * KIB16 },
      blocks: [block(0, 0), block(0, KIB16), block(1, 0)],
    });
    expect(queue.next()?.range).toEqual({ begin: 6 * KIB16, end: 7 * KIB16 });
    expect(queue.next()).toBeUndefined();
  });

  test('reads at most 1 MiB at once, or as much as it is told, but one block always', () => {
    const queue = new UploadQueue(1024 * 1024);
    for (let at = 0; at < 100; at++) queue.add(block(0, at * KIB16), false);
    expect(queue.next()?.blocks).toHaveLength(64);
    expect(queue.next(256 * 1024)?.blocks).toHaveLength(16);
    expect(queue.next(1)?.blocks).toHaveLength(1);
    expect(queue.next()?.blocks).toHaveLength(19);
  });

  test('serves the urgent first', () => {
    const queue = new UploadQueue(1024 * 1024);
    queue.add(block(0, 0), false);
    queue.add(block(5, 0), true);
    expect(queue.next()?.blocks).toEqual([block(5, 0)]);
  });

  test('forgets what is cancelled, and says whether it was there', () => {
    const queue = new UploadQueue(1024 * 1024);
    queue.add(block(0, 0), false);
    expect(queue.cancel(block(0, 0, 1))).toBe(false);
    expect(queue.cancel(block(0, 0))).toBe(true);
    expect(queue.length).toBe(0);
  });
});
