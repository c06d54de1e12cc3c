import { describe, expect, test } from '@jest/globals';
import type { ByteRange } from '../../../../common/range.ts';
import { Spans } from '../../../../common/spans.ts';
import type { Content } from '../../../../peer/content/content.ts';
import { wholePiecesOf } from '../../../../peer/seed/whole-pieces.ts';
import { bytesOfFile } from '../../../support/a-layout.ts';
import { aDocument } from '../../../support/in-process.ts';
import { settled } from '../../../support/settled.ts';

const PIECE = 16_384;
const LEAF = 10_000;

/** A document of 100 kB that arrives in leaves that are not pieces. */
function arriving(bytes = bytesOfFile(100_000)) {
  const { description } = aDocument(bytesOfFile(100_000), PIECE);
  const held = new Spans();
  const listeners = new Set<(leaf: number) => void>();
  const state = { reads: 0 };
  const spanOf = (leaf: number) => ({ begin: leaf * LEAF, end: (leaf + 1) * LEAF });
  const leaves = Array.from({ length: 10 }, (_, leaf) => ({ spans: [spanOf(leaf)] }));
  const content = {
    description: { info: description.info, layout: { leaves } },
    holds: (range: ByteRange) => held.has(range),
    read: async ({ begin, end }: ByteRange) => {
      state.reads++;
      return bytes.subarray(begin, end);
    },
    onLeaf: (listener: (leaf: number) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const arrive = (...which: number[]) => {
    for (const leaf of which) {
      held.add(spanOf(leaf));
      for (const listener of listeners) listener(leaf);
    }
  };
  return { content: content as unknown as Content, arrive, state, listeners };
}

describe('wholePiecesOf', () => {
  test('tells of each piece once, when all its bytes are here', async () => {
    const { content, arrive } = arriving();
    const told: number[] = [];
    wholePiecesOf(content).listen((piece) => told.push(piece));
    arrive(0);
    await settled();
    expect(told).toEqual([]);
    arrive(1);
    await settled();
    expect(told).toEqual([0]);
    arrive(9, 8, 7, 6, 5, 4, 3, 2);
    await settled();
    expect([...told].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('tells who comes later of those before, and hashes nothing twice', async () => {
    const { content, arrive, state } = arriving();
    const first: number[] = [];
    const second: number[] = [];
    wholePiecesOf(content).listen((piece) => first.push(piece));
    arrive(0, 1, 2, 3);
    await settled();
    wholePiecesOf(content).listen((piece) => second.push(piece));
    await settled();
    expect(second).toEqual(first);
    expect(state.reads).toBe(2);
  });

  test('hashes nothing while nobody wants to know', async () => {
    const { content, arrive, state, listeners } = arriving();
    const told: number[] = [];
    wholePiecesOf(content).listen(() => undefined)();
    arrive(0, 1);
    await settled();
    expect([state.reads, listeners.size]).toEqual([0, 0]);
    wholePiecesOf(content).listen((piece) => told.push(piece));
    await settled();
    expect(told).toEqual([0]);
  });

  test('offers no piece whose SHA-1 is another', async () => {
    const wrong = bytesOfFile(100_000);
    wrong[3] = (wrong[3] ?? 0) ^ 1;
    const { content, arrive } = arriving(wrong);
    const told: number[] = [];
    wholePiecesOf(content).listen((piece) => told.push(piece));
    arrive(0, 1, 2, 3);
    await settled();
    expect(told).toEqual([1]);
  });
});
