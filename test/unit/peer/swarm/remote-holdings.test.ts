import { describe, expect, test } from '@jest/globals';
import { RemoteHoldings } from '../../../../peer/swarm/remote-holdings.ts';

const PIECE = 1000;
const spans = [
  { begin: 500, end: 900 },
  { begin: 2100, end: 2200 },
];

describe('RemoteHoldings', () => {
  test('has a leaf when it has every piece that the leaf lies in', () => {
    const holdings = new RemoteHoldings(4);
    expect(holdings.hasLeaf(false, spans, 0, PIECE)).toBe(false);
    holdings.havePiece(0);
    expect(holdings.hasLeaf(false, spans, 0, PIECE)).toBe(false);
    holdings.havePiece(2);
    expect(holdings.hasLeaf(false, spans, 0, PIECE)).toBe(true);
    expect(holdings.hasLeaf(false, [{ begin: 900, end: 1001 }], 1, PIECE)).toBe(false);
  });

  test('believes what is said of leaves only when it is about the same page map', () => {
    const holdings = new RemoteHoldings(4);
    holdings.setLeaves(Uint8Array.of(0b0100_0000));
    holdings.haveLeaves([9]);
    expect([0, 1, 9].map((leaf) => holdings.hasLeaf(true, spans, leaf, PIECE))).toEqual([false, true, true]);
    expect(holdings.hasLeaf(false, spans, 1, PIECE)).toBe(false);
  });

  test('tells how much it has, by leaves or by pieces', () => {
    const holdings = new RemoteHoldings(4);
    expect(holdings.share(10)).toBe(0);
    holdings.setLeaves(Uint8Array.of(0b0100_0000));
    holdings.haveLeaves([1, 9]);
    expect(holdings.share(10)).toBe(0.2);
    for (const piece of [0, 0, 2]) holdings.havePiece(piece);
    expect(holdings.share(10)).toBe(0.5);
    holdings.haveAll();
    expect(holdings.share(10)).toBe(1);
  });

  test('does not grow by the word of a stranger', () => {
    const holdings = new RemoteHoldings(4);
    holdings.haveLeaves([0xffff_ffff]);
    expect(holdings.hasLeaf(true, spans, 0xffff_ffff, PIECE)).toBe(false);
  });

  test('refuses a bitfield of another length', () => {
    expect(() => new RemoteHoldings(4).setPieces(Uint8Array.of(0, 0))).toThrow(/bitfield/);
  });

  test('has everything after have all, or a full bitfield', () => {
    const all = new RemoteHoldings(4);
    all.haveAll();
    const full = new RemoteHoldings(4);
    full.setPieces(Uint8Array.of(0xf0));
    expect([all.complete, full.complete]).toEqual([true, true]);
    expect(full.hasLeaf(false, spans, 0, PIECE)).toBe(true);
  });
});
