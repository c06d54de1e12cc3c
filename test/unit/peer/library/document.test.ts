import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseInfoHash, parseMd5, parseSha256 } from '../../../../common/ids.ts';
import {
  formatRecord,
  isInside,
  type LibraryDocument,
  parseRecord,
} from '../../../../peer/library/document.ts';
import { findDocument } from '../../../../peer/library/find-document.ts';

function aDocument(given: Partial<LibraryDocument> = {}): LibraryDocument {
  return {
    sha256: parseSha256('ab'.repeat(32)),
    md5: parseMd5('cd'.repeat(16)),
    infoHash: parseInfoHash('ef'.repeat(20)),
    name: 'book.pdf',
    path: '/data/library/book.pdf',
    size: 10,
    mtimeMs: 1_700_000_000_000.25,
    pages: 3,
    inLibrary: true,
    published: false,
    uploadedBytes: 0,
    ...given,
  };
}

describe('parseRecord', () => {
  test('reads what formatRecord wrote, also when the library was moved', () => {
    const text = formatRecord(aDocument(), '/data/library');
    expect(parseRecord(text, '/data/library').document).toEqual(aDocument());
    expect(parseRecord(text, '/moved').document.path).toBe('/moved/book.pdf');
  });

  test('keeps the path of a file elsewhere', () => {
    const document = aDocument({ inLibrary: false, path: '/home/books/book.pdf' });
    expect(parseRecord(formatRecord(document, '/data/library'), '/moved').document).toEqual(document);
  });

  test('tells a record of before there was private from one of a document that everybody may hear of', () => {
    const beforePrivacy = (text: string) => parseRecord(text, '/data/library').beforePrivacy;
    const now = formatRecord(aDocument(), '/data/library');
    expect(beforePrivacy(now)).toBe(false);
    expect(beforePrivacy(formatRecord(aDocument({ privateTo: [] }), '/data/library'))).toBe(false);
    const { private: _, ...early } = JSON.parse(now);
    expect(beforePrivacy(JSON.stringify(early))).toBe(true);
    expect(beforePrivacy(JSON.stringify({ ...early, privateTo: ['http://a/announce'] }))).toBe(false);
  });

  test.each([
    { path: '../../etc/passwd' },
    { path: '' },
    { inLibrary: false, path: 'relative.pdf' },
    { size: -1 },
    { size: null },
    { sha256: 'short' },
    { version: 2 },
    { published: 'yes' },
  ])('refuses a record with %p', (damage) => {
    const record = { ...JSON.parse(formatRecord(aDocument(), '/data/library')), ...damage };
    expect(() => parseRecord(JSON.stringify(record), '/data/library')).toThrow();
  });

  test('gives a document or throws for any JSON', () => {
    const law = fc.property(fc.json(), (text) => {
      expect(() => parseRecord(text, '/library')).toThrow();
    });
    fc.assert(law);
  });
});

describe('isInside', () => {
  test('is not fooled by names that only look alike', () => {
    expect(isInside('/data/library', '/data/library/..book.pdf')).toBe(true);
    expect(isInside('/data/library', '/data/library-2/book.pdf')).toBe(false);
    expect(isInside('/data/library', '/data/library')).toBe(false);
  });
});

describe('findDocument', () => {
  const book = aDocument();
  const other = aDocument({
    sha256: parseSha256('abab00'.padEnd(64, '0')),
    infoHash: parseInfoHash('12'.repeat(20)),
    name: 'Introdução.pdf',
    path: '/home/books/my-copy.pdf',
    inLibrary: false,
  });

  test('finds by digest, by prefix in any case, and by name in any normal form', () => {
    for (const query of [
      other.sha256,
      other.infoHash,
      '121212',
      'ABAB00',
      'Introduc\u0327a\u0303o.pdf',
      'my-copy.pdf',
    ]) {
      expect(findDocument([book, other], query)).toBe(other);
    }
  });

  test('names the candidates when there are several', () => {
    const twin = aDocument({ infoHash: parseInfoHash('34'.repeat(20)) });
    expect(() => findDocument([book, twin], 'book.pdf')).toThrow(
      expect.objectContaining({
        code: 'ERR_LIBRARY_AMBIGUOUS',
        message: expect.stringContaining(twin.infoHash),
      }),
    );
  });

  test.each(['ababa', 'nothing', '', 'zzzzzzz'])('finds nothing for %p', (query) => {
    expect(() => findDocument([book, other], query)).toThrow(
      expect.objectContaining({ code: 'ERR_LIBRARY_NOT_FOUND' }),
    );
  });
});
