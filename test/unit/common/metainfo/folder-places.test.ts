import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TorrentFile } from '../../../../common/metainfo/file-list.ts';
import { folderPlaces } from '../../../../common/metainfo/folder-places.ts';
import { safeName } from '../../../../common/text/safe-name.ts';
import { anyText } from '../../../support/any-text.ts';

const file = (path: readonly string[], length = 1, padding = false): TorrentFile => ({
  path,
  length,
  padding,
});

const pathsOf = (...paths: string[][]) =>
  folderPlaces(paths.map((path) => file(path))).map(({ path }) => path.join('/'));

describe('folderPlaces', () => {
  test('says where each file begins; padding takes room and has no place', () => {
    const places = folderPlaces([file(['a.pdf'], 10), file(['.pad', '6'], 6, true), file(['b', 'c.pdf'], 3)]);
    expect(places).toEqual([
      { path: ['a.pdf'], begin: 0, size: 10 },
      { path: ['b', 'c.pdf'], begin: 16, size: 3 },
    ]);
  });

  test.each([
    ['climbs', [['..', '..', 'etc', 'passwd']], ['unnamed/unnamed/etc/passwd']],
    ['is absolute', [['/etc/passwd']], ['_etc_passwd']],
    ['is of a device', [['aux', 'con.pdf']], ['_aux/_con.pdf']],
    ['is empty', [['']], ['unnamed']],
  ])('leads nowhere else when a name %s', (_, paths, wanted) => {
    expect(pathsOf(...(paths as string[][]))).toEqual(wanted);
  });

  test('gives a number to a file whose name is taken, be it in other case or by a folder', () => {
    expect(pathsOf(['Livro.pdf'], ['livro.PDF'], ['LIVRO.pdf'])).toEqual([
      'Livro.pdf',
      'livro (2).PDF',
      'LIVRO (3).pdf',
    ]);
    expect(pathsOf(['a', 'b.pdf'], ['A'])).toEqual(['a/b.pdf', 'A (2)']);
    expect(pathsOf(['a'], ['A', 'b.pdf'], ['a', 'c.pdf'])).toEqual(['a', 'A (2)/b.pdf', 'A (2)/c.pdf']);
  });

  test('puts folders together that differ in case only', () => {
    expect(pathsOf(['Docs', 'a'], ['docs', 'b'])).toEqual(['Docs/a', 'Docs/b']);
  });

  test('numbers names of the greatest length, too', () => {
    const long = `${'é'.repeat(125)}.pdf`;
    const [first, second] = pathsOf([long], [long]);
    expect(first).toBe(long);
    expect(second).toMatch(/^é+ \(2\)\.pdf$/);
    expect(Buffer.byteLength(second ?? '')).toBeLessThanOrEqual(255);
  });

  test('puts what lies too deep flat into the folder', () => {
    const deep = Array.from({ length: 60 }, () => 'x'.repeat(100));
    expect(pathsOf([...deep, 'a.pdf'])).toEqual(['a.pdf']);
  });

  test('gives each of any files a place of its own, of safe names, whatever they are called', () => {
    const names = fc.oneof(fc.constantFrom('a', 'A', 'a ', '..', 'é', 'e\u0301', 'con'), anyText);
    const files = fc.array(fc.array(names, { minLength: 1, maxLength: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(files, (paths) => {
        const places = folderPlaces(paths.map((path) => file(path)));
        const folded = places.map(({ path }) => path.join('/').toLowerCase());
        expect(new Set(folded).size).toBe(paths.length);
        for (const { path } of places) for (const name of path) expect(safeName(name)).toBe(name);
        // no file is a folder of another
        for (const one of folded) for (const other of folded) expect(other.startsWith(`${one}/`)).toBe(false);
      }),
    );
  });
});
