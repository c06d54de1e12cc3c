import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type CatalogDocument,
  createCatalog,
  judgePublication,
  judgeWithdrawal,
} from '../../../../tracker/catalog/catalog.ts';
import { fold, wordsOf } from '../../../../tracker/catalog/fold.ts';
import { aKey, anUpload, aWithdrawal, type UploadWishes } from '../../../support/publications.ts';

const key = aKey();
let ordinals = 0;

function aDocument(wishes: UploadWishes & { aliases?: readonly string[] } = {}): CatalogDocument {
  const ordinal = ++ordinals;
  const { publication } = anUpload({ key, content: `document ${ordinal}`, ...wishes });
  return { ordinal, publication, aliases: wishes.aliases ?? [], publishedAt: 0 };
}

function catalogOf(...documents: readonly CatalogDocument[]) {
  const catalog = createCatalog();
  for (const document of documents) catalog.put(document);
  return catalog;
}

const namesOf = (documents: readonly CatalogDocument[]) =>
  documents.map(({ publication }) => publication.name);

describe('createCatalog', () => {
  test.each([
    ['introducao', 'Introdução à álgebra.pdf'],
    ['INTRODUÇÃO', 'introducao a algebra.pdf'],
    ['algebra introducao', 'Introdução à álgebra.pdf'],
    ['strasse', 'Straße.pdf'],
    ['lodz oresund', 'Łódź til Øresund.pdf'],
    ['ﬁnal', 'final report.pdf'],
    ['線形代数', '入門線形代数.pdf'],
    ['ｆｕｌｌ', 'full width.pdf'],
    ['previsat', 'previsat_en.pdf'],
  ])('finds with %s the document %s', (query, name) => {
    const catalog = catalogOf(aDocument({ name }), aDocument({ name: 'something else.pdf' }));
    expect(namesOf(catalog.search(query, 10).documents)).toEqual([name]);
  });

  test('needs every word, in whatever field', () => {
    const catalog = catalogOf(aDocument({ name: 'a.pdf', title: 'Opticks', author: 'Isaac Newton' }));
    expect(catalog.search('newton opticks', 10).total).toBe(1);
    expect(catalog.search('newton principia', 10).total).toBe(0);
    expect(catalog.search(' .!? ', 10).total).toBe(0);
  });

  test('puts whole words of names before beginnings, and these before the rest', () => {
    const catalog = catalogOf(
      aDocument({ name: 'smart.pdf' }),
      aDocument({ name: 'z.pdf', keywords: 'art' }),
      aDocument({ name: 'article.pdf' }),
      aDocument({ name: 'Art.pdf' }),
    );
    const { documents, total } = catalog.search('art', 3);
    expect([namesOf(documents), total]).toEqual([['Art.pdf', 'article.pdf', 'smart.pdf'], 4]);
  });

  test('finds by exact name or alias, whatever the normal form', () => {
    const catalog = catalogOf(aDocument({ name: 'Café.pdf'.normalize('NFD'), aliases: ['Bistro.pdf'] }));
    for (const name of ['Café.pdf'.normalize('NFC'), 'Café.pdf'.normalize('NFD'), 'Bistro.pdf']) {
      expect(catalog.named(name)).toHaveLength(1);
    }
    expect(catalog.named('cafe.pdf')).toEqual([]);
  });

  test('forgets everything of a removed document', () => {
    const document = aDocument({ name: 'gone.pdf', aliases: ['alias.pdf'] });
    const { sha256, infoHash } = document.publication;
    const catalog = catalogOf(document);
    catalog.remove(sha256);
    const left = [
      ...catalog.identify(sha256),
      ...catalog.identify(infoHash.slice(0, 6)),
      ...catalog.named('gone.pdf'),
      ...catalog.named('alias.pdf'),
      ...catalog.search('gone', 10).documents,
      ...catalog.list(0, 10),
    ];
    expect([catalog.size, left, catalog.byInfoHash(infoHash)]).toEqual([0, [], undefined]);
  });

  test('lists each document once, in order, however it is put, replaced and removed', () => {
    const documents = Array.from({ length: 12 }, () => aDocument());
    const step = fc.record({ at: fc.nat(11), put: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 1, max: 5 }), (steps, limit) => {
        const catalog = createCatalog();
        const present = new Set<CatalogDocument>();
        for (const { at, put } of steps) {
          const document = documents[at] as CatalogDocument;
          if (put) catalog.put(document);
          else catalog.remove(document.publication.sha256);
          if (put) present.add(document);
          else present.delete(document);
        }
        const listed: CatalogDocument[] = [];
        for (
          let page = catalog.list(0, limit);
          page.length > 0;
          page = catalog.list(page.at(-1)?.ordinal ?? 0, limit)
        ) {
          listed.push(...page);
        }
        expect(listed).toEqual([...present].sort((a, b) => a.ordinal - b.ordinal));
        expect(catalog.size).toBe(present.size);
      }),
    );
  });
});

describe('fold', () => {
  test('is stable, and blind to case and normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
        for (const word of wordsOf(text)) expect(wordsOf(word)).toEqual([word]);
      }),
    );
  });
});

describe('judgePublication', () => {
  const { publication } = anUpload({ key, sequence: 5 });
  test.each([
    ['counts', undefined],
    ['counts', { sequence: 4, withdrawn: false }],
    ['counts', { sequence: 4, withdrawn: true }],
    ['repeats', { sequence: 5, withdrawn: false }],
    ['repeats', { sequence: 6, withdrawn: false }],
    ['withdrawn', { sequence: 5, withdrawn: true }],
  ])('says %s after %j', (verdict, last) => {
    expect(judgePublication(publication, last)).toBe(verdict);
  });
});

describe('judgeWithdrawal', () => {
  const withdrawal = aWithdrawal(anUpload({ key }), key, 5);
  test.each([
    ['foreign', undefined],
    ['counts', { sequence: 4, withdrawn: false }],
    ['stale', { sequence: 5, withdrawn: false }],
    ['repeats', { sequence: 5, withdrawn: true }],
  ])('says %s after %j', (verdict, last) => {
    expect(judgeWithdrawal(withdrawal, last)).toBe(verdict);
  });
});
