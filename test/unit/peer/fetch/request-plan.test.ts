import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Layout } from '../../../../common/layout.ts';
import { totalLength } from '../../../../common/range.ts';
import { requestPlan } from '../../../../peer/fetch/request-plan.ts';
import { SpanIndex } from '../../../../peer/fetch/span-index.ts';
import { aBook, allLeaves } from '../../../support/a-layout.ts';

/** Two pages whose objects alternate every 1,000 bytes. */
const interleaved: Layout = {
  ...aBook(0, 0),
  size: 20_000,
  leaves: [0, 1].map((part) => ({
    part,
    bytes: 10_000,
    spans: Array.from({ length: 10 }, (_, at) => ({
      begin: (2 * at + part) * 1000,
      end: (2 * at + part + 1) * 1000,
    })),
  })),
};

describe('requestPlan', () => {
  test('joins spans that touch, though they belong to different leaves', () => {
    expect(requestPlan(interleaved, [0, 1], 1 << 20)).toEqual([
      { begin: 0, end: 16_384 },
      { begin: 16_384, end: 20_000 },
    ]);
    expect(requestPlan(interleaved, [0], 1 << 20)).toHaveLength(10);
  });

  test('never crosses a piece, never asks for more than 16 KiB, and asks for every byte once', () => {
    const book = aBook(20, 70_001);
    const wanted = fc.uniqueArray(fc.integer({ min: 0, max: book.leaves.length - 1 }));
    fc.assert(
      fc.property(wanted, fc.constantFrom(16_384, 20_000, 32_768), (leaves, pieceLength) => {
        const requests = requestPlan(book, leaves, pieceLength);
        for (const { begin, end } of requests) {
          expect(end - begin).toBeLessThanOrEqual(16_384);
          expect(Math.floor(begin / pieceLength)).toBe(Math.floor((end - 1) / pieceLength));
        }
        expect(totalLength(requests)).toBe(
          leaves.reduce((sum, leaf) => sum + (book.leaves[leaf]?.bytes ?? 0), 0),
        );
      }),
    );
  });
});

describe('SpanIndex', () => {
  test('says which leaves a range of the file belongs to, and where in them', () => {
    const stretches = new SpanIndex(interleaved).stretches({ begin: 1500, end: 3200 });
    expect(stretches).toEqual([
      { leaf: 1, fileBegin: 1500, leafBegin: 500, bytes: 500 },
      { leaf: 0, fileBegin: 2000, leafBegin: 1000, bytes: 1000 },
      { leaf: 1, fileBegin: 3000, leafBegin: 1000, bytes: 200 },
    ]);
  });

  test('covers any range of the document without gap', () => {
    const book = aBook(20, 70_001);
    const index = new SpanIndex(book);
    fc.assert(
      fc.property(fc.nat(book.size - 1), fc.integer({ min: 1, max: 20_000 }), (begin, length) => {
        const end = Math.min(book.size, begin + length);
        let at = begin;
        for (const stretch of index.stretches({ begin, end })) {
          expect(stretch.fileBegin).toBe(at);
          at += stretch.bytes;
        }
        expect(at).toBe(end);
      }),
    );
    expect(allLeaves(book).length).toBeGreaterThan(20);
  });
});
