import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { namesDocument, parseEntry } from '../../../../../peer/tui/search/entry.ts';
import { anyText } from '../../../../support/any-text.ts';

const PLACES = { home: '/home/ana', here: '/here' };
const HASH = '0123456789abcdef0123456789abcdef01234567';

describe('parseEntry', () => {
  test.each([
    ['/a/b.torrent', '/a/b.torrent'],
    ['  /a/b.TORRENT  ', '/a/b.TORRENT'],
    ["'/a/my book.torrent'", '/a/my book.torrent'],
    ['"/a/my book.torrent"', '/a/my book.torrent'],
    ['/a/my\\ book.torrent', '/a/my book.torrent'],
    ['/a/my book.torrent', '/a/my book.torrent'],
    ['file:///a/my%20book%C3%A9.torrent', '/a/my booké.torrent'],
    ['~/b.torrent', '/home/ana/b.torrent'],
    ['b.torrent', '/here/b.torrent'],
    ['sub/b.torrent', '/here/sub/b.torrent'],
    ['C:\\books\\b.torrent', 'C:\\books\\b.torrent'],
  ])('takes %s for the path of a .torrent', (text, document) => {
    expect(parseEntry(text, PLACES)).toEqual({ kind: 'torrent', document });
  });

  test('knows magnet links and hashes in full, quoted or not', () => {
    const magnet = `magnet:?xt=urn:btih:${HASH}&dn=a.torrent`;
    expect(parseEntry(magnet, PLACES)).toEqual({ kind: 'magnet', document: magnet });
    expect(parseEntry(`"${magnet}"`, PLACES)).toEqual({ kind: 'magnet', document: magnet });
    expect(parseEntry(HASH.toUpperCase(), PLACES)).toEqual({ kind: 'id', document: HASH });
    expect(parseEntry(`${HASH}${'0'.repeat(24)}`, PLACES)).toMatchObject({ kind: 'id' });
  });

  test('takes everything else for words, and blanks for nothing', () => {
    expect(parseEntry(' introdução álgebra ', PLACES)).toEqual({
      kind: 'words',
      words: 'introdução álgebra',
    });
    expect(parseEntry('0123abcd', PLACES)).toEqual({ kind: 'words', words: '0123abcd' });
    expect(parseEntry(' \t ', PLACES)).toEqual({ kind: 'nothing' });
  });

  test('survives any text', () => {
    fc.assert(fc.property(anyText, (text) => void parseEntry(text, PLACES)));
  });
});

describe('namesDocument', () => {
  test('is true for what can be meant for nothing but the search line', () => {
    expect(namesDocument('/a/b.torrent\n')).toBe(true);
    expect(namesDocument(`magnet:?xt=urn:btih:${HASH}`)).toBe(true);
    expect(namesDocument(HASH)).toBe(true);
    for (const text of ['words', '/a/b.pdf', 'how to make a .torrent', ''])
      expect(namesDocument(text)).toBe(false);
  });
});
