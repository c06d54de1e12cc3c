import { describe, expect, test } from '@jest/globals';
import { parseInfoHash } from '../../../../common/ids.ts';
import { decodeScrapeAnswer, scrapeQuery, scrapeUrlOf } from '../../../../common/tracker-api/scrape.ts';

const one = parseInfoHash('ff00000000000000000000000000000000000001');
const two = parseInfoHash('2000000000000000000000000000000000000002');

describe('scrapeUrlOf', () => {
  test.each([
    ['http://t.example/announce', 'http://t.example/scrape'],
    ['http://t.example/x/announce.php?k=1', 'http://t.example/x/scrape.php?k=1'],
    ['http://t.example/a', undefined],
    ['http://t.example/announce/secret', undefined],
  ])('of %s is %s', (announce, scrape) => {
    expect(scrapeUrlOf(announce)).toBe(scrape);
  });
});

describe('scrapeQuery', () => {
  test('encodes every byte', () => {
    expect(scrapeQuery([one, two])).toBe(
      'info_hash=%ff%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%01&info_hash=%20%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%02',
    );
  });
});

describe('decodeScrapeAnswer', () => {
  const answer = (text: string) => Buffer.from(text, 'latin1');
  const key = Buffer.from(one, 'hex').toString('latin1');

  test('counts those that have all and the others', () => {
    const bytes = answer(`d5:filesd20:${key}d8:completei2e10:downloadedi9e10:incompletei3eeee`);
    expect([...decodeScrapeAnswer(bytes, [one, two])]).toEqual([[one, 5]]);
  });

  test.each(['de', 'd5:filesi1ee', 'le'])('refuses %s', (text) => {
    expect(() => decodeScrapeAnswer(answer(text), [one])).toThrow(/no scrape/);
  });
});
