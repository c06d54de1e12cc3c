import { describe, expect, test } from '@jest/globals';
import type { Content } from '../../../../peer/content/content.ts';
import { givenOf } from '../../../../peer/seed/given.ts';
import { aBook } from '../../../support/a-layout.ts';

/** Ten pages of 100,000 bytes: leaves 1 to 10, after a core of 5,000. */
const aContent = () => ({ description: { layout: aBook(10, 100_000) } }) as unknown as Content;
const at = (leaf: number) => ({ begin: 5000 + (leaf - 1) * 100_000, end: 5000 + leaf * 100_000 });

function aTaker() {
  const heard: (readonly number[])[] = [];
  return { heard, hear: (leaves: readonly number[]) => void heard.push(leaves) };
}

describe('givenOf', () => {
  test('tells one who fetches alone nothing, until a second comes', () => {
    const given = givenOf(aContent());
    const [first, second] = [aTaker(), aTaker()];
    given.join(first);
    given.give(first, at(3));
    expect(first.heard).toEqual([]);
    given.join(second);
    expect(first.heard).toEqual([[]]);
    expect(second.heard).toEqual([[3]]);
  });

  test('tells each what the others are given, once for each leaf', () => {
    const given = givenOf(aContent());
    const takers = [aTaker(), aTaker(), aTaker()];
    for (const taker of takers) given.join(taker);
    for (const taker of takers) taker.heard.length = 0;
    const [first, second] = takers;
    if (first === undefined || second === undefined) throw new Error('three were made');
    given.give(first, { begin: 5000, end: 21_384 });
    given.give(first, { begin: 21_384, end: 37_768 });
    given.give(second, { begin: 104_000, end: 106_000 }); // the end of leaf 1, the beginning of leaf 2
    expect(takers.map(({ heard }) => heard)).toEqual([[[1, 2]], [[1]], [[1], [1, 2]]]);
  });

  test('forgets what those were given who have gone', () => {
    const given = givenOf(aContent());
    const [first, second, third] = [aTaker(), aTaker(), aTaker()];
    given.join(first);
    given.join(second);
    given.give(first, at(5));
    given.leave(first);
    given.join(third);
    expect(third.heard).toEqual([[]]);
  });

  test('is the same for all connections of a document', () => {
    const content = aContent();
    expect(givenOf(content)).toBe(givenOf(content));
    expect(givenOf(content)).not.toBe(givenOf(aContent()));
  });
});
