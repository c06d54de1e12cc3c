import { describe, expect, test } from '@jest/globals';
import { LeafBuffers } from '../../../../peer/fetch/leaf-buffers.ts';

const KIB = 1024;

describe('LeafBuffers', () => {
  test('gives room of the length that is asked for', () => {
    const buffers = new LeafBuffers();
    for (const bytes of [1, 63 * KIB, 64 * KIB, 64 * KIB + 1, 1024 * KIB])
      expect(buffers.take(bytes)).toHaveLength(bytes);
  });

  test('gives memory again that was given back, for leaves of about that length', () => {
    const buffers = new LeafBuffers();
    const first = buffers.take(200 * KIB);
    expect(buffers.take(200 * KIB).buffer).not.toBe(first.buffer);
    buffers.giveBack(first);
    expect(buffers.take(100 * KIB).buffer).not.toBe(first.buffer);
    const again = buffers.take(256 * KIB);
    expect(again.buffer).toBe(first.buffer);
    expect(again).toHaveLength(256 * KIB);
  });

  test('keeps 64 MiB at most', () => {
    const buffers = new LeafBuffers();
    const taken = Array.from({ length: 70 }, () => buffers.take(1024 * KIB));
    for (const buffer of taken) buffers.giveBack(buffer);
    const known = new Set(taken.map(({ buffer }) => buffer));
    const again = Array.from({ length: 70 }, () => buffers.take(1024 * KIB));
    expect(again.filter(({ buffer }) => known.has(buffer))).toHaveLength(64);
  });
});
