import { describe, expect, test } from '@jest/globals';
import { parsePageList } from '../../../../peer/cli/page-list.ts';

describe('parsePageList', () => {
  test('turns page numbers, both ends included, into half-open ranges of indexes', () => {
    expect(parsePageList('3,10-12', 20)).toEqual([
      { first: 2, end: 3 },
      { first: 9, end: 12 },
    ]);
    expect(parsePageList(' 1 , 20 ', 20)).toEqual([
      { first: 0, end: 1 },
      { first: 19, end: 20 },
    ]);
    expect(parsePageList('18-', 20)).toEqual([{ first: 17, end: 20 }]);
  });

  test('gives pages in order and once, however they are listed', () => {
    expect(parsePageList('10-12,3,11-14,4', 20)).toEqual([
      { first: 2, end: 4 },
      { first: 9, end: 14 },
    ]);
  });

  test.each(['', '0', '21', '3-21', '21-', '5-3', 'a', '1,,2', '-3', '1.5', '9999999999'])(
    'refuses %p',
    (text) => {
      expect(() => parsePageList(text, 20)).toThrow(expect.objectContaining({ code: 'ERR_CLI_USAGE' }));
    },
  );
});
