import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PagesHeld } from '../../../../peer/content/pages-held.ts';
import { aBook, aLayout } from '../../../support/a-layout.ts';

describe('PagesHeld', () => {
  test('counts a page when the last of its leaves has come, and each leaf once', () => {
    const held = new PagesHeld(
      aLayout([
        ['core', 10],
        ['page', 300_000],
        ['page', 10],
      ]),
    );
    expect(held.count).toBe(0);
    held.add(1);
    held.add(1);
    expect(held.pages()).toEqual([]);
    held.add(2);
    expect(held.pages()).toEqual([0]);
    held.add(3);
    expect(held.count).toBe(2);
  });

  test('holds a page that needs nothing from the start', () => {
    expect(
      new PagesHeld(
        aLayout([
          ['page', 0],
          ['page', 5],
        ]),
      ).pages(),
    ).toEqual([0]);
  });

  test('agrees with asking for every page, whatever the order in which leaves come', () => {
    const book = aBook(12, 300_000);
    const order = fc.shuffledSubarray([...book.leaves.keys()]);
    fc.assert(
      fc.property(order, (leaves) => {
        const held = new PagesHeld(book);
        for (const leaf of leaves) held.add(leaf);
        const expected = [...Array(book.pageCount).keys()].filter((page) =>
          book.leavesOfPage(page).every((leaf) => leaves.includes(leaf)),
        );
        expect(held.pages()).toEqual(expected);
        expect(held.count).toBe(expected.length);
      }),
    );
  });
});
