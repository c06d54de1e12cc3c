import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_PAGES, PageSets } from '../../../../common/pdf/page-sets.ts';
import { createRunIndex } from '../../../../common/pdf/run-index.ts';
import { indexRuns } from '../../../../common/range.ts';

const pageLists = fc.array(
  fc.uniqueArray(fc.nat(60), { maxLength: 30 }).map((pages) => pages.sort((a, b) => a - b)),
  { minLength: 1, maxLength: 20 },
);

/** Adds page after page to all lists at once, as closures are built. */
function numbersOf(sets: PageSets, lists: readonly (readonly number[])[]): number[] {
  const numbers = lists.map(() => NO_PAGES);
  for (let page = 0; page <= 60; page++) {
    for (const [at, list] of lists.entries()) {
      if (list.includes(page)) numbers[at] = sets.with(sets.with(numbers[at] ?? NO_PAGES, page), page);
    }
  }
  return numbers;
}

describe('PageSets', () => {
  test('gives equal sets equal numbers, and other sets others', () => {
    fc.assert(
      fc.property(pageLists, (lists) => {
        const sets = new PageSets();
        const numbers = numbersOf(sets, lists);
        for (const [at, list] of lists.entries()) {
          expect(sets.runsOf(numbers[at] ?? NO_PAGES)).toEqual(indexRuns(list));
          expect(sets.onlyPage(numbers[at] ?? NO_PAGES)).toBe(list.length === 1 ? list[0] : -1);
          expect(numbers.indexOf(numbers[at] ?? -1)).toBe(
            lists.findIndex((other) => String(other) === String(list)),
          );
        }
      }),
    );
  });

  test('joins sets', () => {
    fc.assert(
      fc.property(pageLists, (lists) => {
        const sets = new PageSets();
        const all = [...new Set(lists.flat())].sort((a, b) => a - b);
        expect(sets.runsOf(sets.union(numbersOf(sets, lists)))).toEqual(indexRuns(all));
      }),
    );
  });
});

describe('createRunIndex', () => {
  test('names the sets that contain a page', () => {
    fc.assert(
      fc.property(pageLists, fc.nat(60), (lists, page) => {
        const expected = lists.flatMap((list, at) => (list.includes(page) ? [at] : []));
        expect(createRunIndex(lists.map(indexRuns))(page)).toEqual(expected);
      }),
    );
  });
});
