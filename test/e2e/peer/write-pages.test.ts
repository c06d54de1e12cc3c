import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildPageMap } from '../../../common/pdf/build-page-map.ts';
import { bytesReader } from '../../../common/pdf/byte-reader.ts';
import { extractPages } from '../../../common/pdf/extract-pages.ts';
import { layoutOf } from '../../../common/pdf/page-layout.ts';
import type { PageMap } from '../../../common/pdf/page-map.ts';
import { encodePageMap } from '../../../common/pdf/page-map-encode.ts';
import { reportPages, writePages } from '../../../peer/merge/merge.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { readVectors } from '../../support/vectors.ts';

const { signal } = new AbortController();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pageswarm-write-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function mapOf(bytes: Uint8Array): PageMap {
  const result = buildPageMap(bytesReader(bytes));
  if (!result.mapped) throw new Error(result.reason);
  return result.map;
}

async function aSource(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

/** `bytes` with zeros wherever `pages` need nothing. */
function onlyPages(bytes: Uint8Array, map: PageMap, pages: readonly number[]): Uint8Array {
  const partial = new Uint8Array(bytes.length);
  const layout = layoutOf(map);
  for (const leaf of pages.flatMap((page) => layout.leavesOfPage(page))) {
    for (const { begin, end } of layout.leaves[leaf]?.spans ?? [])
      partial.set(bytes.subarray(begin, end), begin);
  }
  return partial;
}

async function textOf(path: string): Promise<string[]> {
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(await readFile(path));
  const texts = Array.from({ length: document.getPageCount() }, (_, at) =>
    document.getPage(at).getText().trim(),
  );
  document.destroy();
  library.destroy();
  return texts;
}

describe('writePages', () => {
  test('writes a single run as it was extracted', async () => {
    const bytes = aPdf({ pages: 9 });
    const map = mapOf(bytes);
    const out = join(folder, 'single.pdf');
    const source = await aSource('book.pdf', bytes);
    const written = await writePages(
      { source, map: encodePageMap(map), pages: [{ first: 2, end: 5 }], out },
      { signal },
    );
    const expected = extractPages(map, bytesReader(bytes), [2, 3, 4]);
    expect(written).toEqual({ pages: 3, bytes: expected.length });
    expect(Buffer.compare(await readFile(out), expected)).toBe(0);
  });

  test('joins runs in page order, from a file that has nothing else', async () => {
    const bytes = aPdf({ pages: 12 });
    const map = mapOf(bytes);
    const pages = [
      { first: 0, end: 2 },
      { first: 5, end: 6 },
      { first: 10, end: 12 },
    ];
    const source = await aSource('partial.pdf', onlyPages(bytes, map, [0, 1, 5, 10, 11]));
    const out = join(folder, 'joined.pdf');
    const written = await writePages({ source, map: encodePageMap(map), pages, out }, { signal });
    expect(written.pages).toBe(5);
    const numbers = [1, 2, 6, 11, 12];
    expect(await textOf(out)).toEqual(numbers.map((number) => `Page ${number} of 1`));
  });

  test('joins runs of an encrypted document into one that is not', async () => {
    const { documents } = readVectors<{ documents: { name: string; pdf: string }[] }>('page-map');
    for (const { name, pdf } of documents.filter((document) =>
      /^(aes|rc4)-(40|128|256-r6)/.test(document.name),
    )) {
      const bytes = Buffer.from(pdf, 'base64');
      const source = await aSource(`${name}.pdf`, bytes);
      const pages = [
        { first: 0, end: 1 },
        { first: 2, end: 3 },
      ];
      const out = join(folder, `${name}-joined.pdf`);
      await writePages({ source, map: encodePageMap(mapOf(bytes)), pages, out }, { signal });
      expect(await textOf(out)).toEqual(['One', 'Three']);
      expect((await readFile(out)).includes('/Encrypt')).toBe(false);
    }
  });

  test('leaves nothing behind when it fails or is cancelled', async () => {
    const bytes = aPdf({ pages: 3 });
    const map = encodePageMap(mapOf(bytes));
    const source = await aSource('short.pdf', bytes.subarray(0, 100));
    const before = await readdir(folder);
    const out = join(folder, 'never.pdf');
    const pages = [{ first: 0, end: 3 }];
    await expect(writePages({ source, map, pages, out }, { signal })).rejects.toMatchObject({
      code: 'ERR_EXTRACT_MAP',
    });
    await expect(writePages({ source, map: map.slice(1), pages, out }, { signal })).rejects.toMatchObject({
      code: 'ERR_PAGEMAP_NOT_A_MAP',
    });
    const stopped = AbortSignal.abort(new Error('enough'));
    await expect(writePages({ source, map, pages, out }, { signal: stopped })).rejects.toThrow('enough');
    expect(await readdir(folder)).toEqual(before);
  });
});

describe('reportPages', () => {
  test('tells parts that add up to the file, and what each page needs', async () => {
    const bytes = aPdf({ pages: 4 });
    const report = await reportPages(await aSource('reported.pdf', bytes), { signal });
    const { parts, needBytes } = report;
    expect(report).toMatchObject({ pages: 4, size: bytes.length, mapped: true, reason: '' });
    expect(needBytes).toHaveLength(4);
    const alone = needBytes.reduce((sum, need) => sum + need - parts.groups, 0);
    expect(parts.core + parts.groups + parts.nav + parts.rest + alone).toBe(bytes.length);
  });

  test('tells why there is no map', async () => {
    const report = await reportPages(await aSource('no.pdf', Buffer.from('%PDF-1.7')), { signal });
    expect(report).toMatchObject({ mapped: false, pages: 0, mapBytes: 0, needBytes: [] });
    expect(report.reason).not.toBe('');
  });
});
