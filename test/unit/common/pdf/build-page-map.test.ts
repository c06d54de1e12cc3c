import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { equalBytes } from '../../../../common/bytes.ts';
import { buildPageMap, type PageMapResult } from '../../../../common/pdf/build-page-map.ts';
import { bytesReader } from '../../../../common/pdf/byte-reader.ts';
import { extractPages } from '../../../../common/pdf/extract-pages.ts';
import { needBytes } from '../../../../common/pdf/page-layout.ts';
import type { PageMap } from '../../../../common/pdf/page-map.ts';
import { decodePageMap } from '../../../../common/pdf/page-map-decode.ts';
import { encodePageMap } from '../../../../common/pdf/page-map-encode.ts';
import { PdfFile } from '../../../support/pdf-file.ts';
import { plainPdf, SMALL_PDFS } from '../../../support/small-pdfs.ts';

const BOX = '/MediaBox[0 0 9 9]';

function build(bytes: Uint8Array): PageMapResult {
  return buildPageMap(bytesReader(bytes));
}

function mapOf(bytes: Uint8Array): PageMap {
  const result = build(bytes);
  if (!result.mapped) throw new Error(result.reason);
  return result.map;
}

/** The extract of one page, as text. */
function extractOf(bytes: Uint8Array, page: number): string {
  return Buffer.from(extractPages(mapOf(bytes), bytesReader(bytes), [page])).toString('latin1');
}

/** A catalog, a page tree whose root is object 2, and whatever `add` adds. */
function aTree(root: string, add: (file: PdfFile) => PdfFile): Uint8Array {
  const file = new PdfFile().object(1, '<</Type/Catalog/Pages 2 0 R>>').object(2, `<</Type/Pages${root}>>`);
  return add(file).table('/Size 99/Root 1 0 R').bytes();
}

/** One page, object 3, with `entries`, and whatever `add` adds. */
function aPage(entries: string, add: (file: PdfFile) => PdfFile): Uint8Array {
  return aTree('/Count 1/Kids[3 0 R]', (file) =>
    add(file.object(3, `<</Type/Page/Parent 2 0 R${BOX}${entries}>>`)),
  );
}

describe('buildPageMap', () => {
  test('says why there is no map', () => {
    const reasons = [
      [new Uint8Array(0), 'no page tree can be found in it'],
      [Buffer.from('%PDF-1.7\n'), 'no page tree can be found in it'],
      [Buffer.from('hello'), 'no page tree can be found in it'],
      [aTree('/Count 0/Kids[]', (file) => file), 'it has no pages'],
    ] as const;
    for (const [bytes, reason] of reasons)
      expect(build(bytes)).toMatchObject({ mapped: false, pages: 0, reason });
  });

  test('says that a password is needed, and counts the pages where it can', () => {
    const encrypt = `<</Filter/Standard/V 2/R 3/Length 128/P -4/O<${'00'.repeat(32)}>/U<${'00'.repeat(32)}>>>`;
    const locked = aPage('', (file) => file.object(4, encrypt)).slice();
    const text = Buffer.from(locked).toString('latin1').replace('/Size 99', '/Encrypt 4 0 R/Size 99');
    expect(build(Buffer.from(text, 'latin1'))).toMatchObject({
      mapped: false,
      pages: 1,
      reason: 'it needs a password',
    });
  });

  test('finds the pages of a file that is cut off anywhere, or says why not', () => {
    const whole = plainPdf();
    for (let length = 0; length < whole.length; length += 7) {
      const result = build(whole.subarray(0, length));
      if (!result.mapped) expect(result.reason).not.toBe('');
      else
        expect(
          equalBytes(encodePageMap(result.map), encodePageMap(decodePageMap(encodePageMap(result.map)))),
        ).toBe(true);
    }
  });

  test('says that a file is cut off, and how many of its pages are missing', () => {
    const whole = plainPdf();
    expect(build(whole).damage).toBeUndefined();
    const text = Buffer.from(whole).toString('latin1');
    const found = build(Buffer.from(text.slice(0, text.lastIndexOf('xref')), 'latin1'));
    expect(found).toMatchObject({ mapped: true, pages: 3, damage: { kind: 'cut-off' } });
    expect(found.damage?.promisedPages).toBeUndefined();
    expect(build(Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog', 'latin1')).damage).toEqual({
      kind: 'cut-off',
    });
  });

  test('says that tables lead nowhere, or not to all pages', () => {
    const text = Buffer.from(plainPdf()).toString('latin1');
    const astray = text.replace(/startxref\n\d+/, 'startxref\n1');
    expect(build(Buffer.from(astray, 'latin1'))).toMatchObject({ pages: 3, damage: { kind: 'broken' } });
    const promising = text.replace('/Count 3', '/Count 9');
    expect(build(Buffer.from(promising, 'latin1'))).toMatchObject({
      pages: 3,
      damage: { kind: 'broken', promisedPages: 9 },
    });
  });

  test('ends in a map or a reason for any damage, and what it maps can be extracted', () => {
    const damage = fc.array(fc.tuple(fc.nat(5000), fc.nat(255)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.constantFrom(...SMALL_PDFS), damage, ({ bytes }, changes) => {
        const damaged = Uint8Array.from(bytes);
        for (const [at, value] of changes) damaged[at % damaged.length] = value;
        const result = build(damaged);
        if (!result.mapped) return;
        const map = decodePageMap(encodePageMap(result.map));
        for (const page of map.pages.keys()) extractPages(map, bytesReader(damaged), [page]);
      }),
      { numRuns: 500 },
    );
  });

  test('ends on cross-reference sections that lead in a circle', () => {
    const bytes = Buffer.from(plainPdf()).toString('latin1');
    const start = Number(/startxref\n(\d+)/.exec(bytes)?.[1]);
    expect(
      mapOf(Buffer.from(bytes.replace('/Size 14', `/Prev ${start}/Size 14`), 'latin1')).pages,
    ).toHaveLength(3);
  });

  test('ends on page trees that lead in a circle', () => {
    const inner = `/Count 1/Kids[3 0 R 2 0 R 4 0 R]`;
    const bytes = aTree(inner, (file) =>
      file
        .object(3, '<</Type/Pages/Parent 2 0 R/Kids[2 0 R]>>')
        .object(4, `<</Type/Page/Parent 2 0 R${BOX}>>`),
    );
    expect(mapOf(bytes).pages).toEqual([{ object: 4, attributes: 0 }]);
  });

  test('refuses page trees that are too deep, or that a few nodes make endless', () => {
    const deep = aTree('/Kids[3 0 R]', (file) => {
      for (let node = 3; node < 600; node++) file.object(node, `<</Type/Pages/Kids[${node + 1} 0 R]>>`);
      return file;
    });
    expect(build(deep)).toMatchObject({ mapped: false, reason: expect.stringContaining('deeper than 500') });
    const doubling = aTree('/Kids[3 0 R 3 0 R]', (file) => {
      for (let node = 3; node < 60; node++)
        file.object(node, `<</Type/Pages/Kids[${node + 1} 0 R ${node + 1} 0 R]>>`);
      return file.object(60, `<</Type/Page${BOX}>>`);
    });
    expect(build(doubling)).toMatchObject({ mapped: false, reason: expect.stringContaining('more than') });
  });

  test('does not decompress bombs', () => {
    const zeros = deflateSync(deflateSync(new Uint8Array(67_108_864), { level: 9 }), { level: 9 });
    const bomb = Buffer.from(zeros).toString('latin1');
    const bytes = aPage('/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>', (file) =>
      file.stream(4, '/Filter[/FlateDecode/FlateDecode]', bomb).object(5, '<</Type/Font/Subtype/Type1>>'),
    );
    expect(extractOf(bytes, 0)).toContain('5 0 obj'); // content nobody could read: nothing is pruned
  });

  test('gives up when the checkpoint throws', () => {
    const stop = new Error('time is up');
    const bytes = aPage('/Extra 4 0 R', (file) => {
      for (let number = 4; number < 200; number++) file.object(number, `<</Next ${number + 1} 0 R>>`);
      return file;
    });
    const checkpoint = (): never => {
      throw stop;
    };
    expect(() => buildPageMap(bytesReader(bytes), { checkpoint })).toThrow(stop);
  });

  test('reads a file with junk before its header', () => {
    const shifted = Buffer.concat([Buffer.from('junk\n'.repeat(30)), plainPdf()]);
    const map = mapOf(shifted);
    expect(map.pages).toHaveLength(3);
    expect(map.rebuilt).toBe(false);
  });

  test('reads a hybrid file: what its table calls free, its stream may define', () => {
    const hidden = new PdfFile()
      .object(1, '<</Type/Catalog/Pages 2 0 R>>')
      .object(2, '<</Type/Pages/Count 1/Kids[3 0 R]>>')
      .objectStream(5, [[3, `<</Type/Page/Parent 2 0 R${BOX}>>`]]);
    const at = hidden.length;
    const entry = (kind: number, place: number, index: number): string =>
      String.fromCharCode(kind, place >> 8, place & 255, index);
    hidden.stream(6, '/Type/XRef/W[1 2 1]/Index[3 1]/Size 7', entry(2, 5, 0)).free(3);
    const bytes = hidden.table(`/Size 7/Root 1 0 R/XRefStm ${at}`).bytes();
    expect(mapOf(bytes)).toMatchObject({ rebuilt: false, pages: [{ object: 3 }] });
  });

  test('takes an object that the table misplaces for absent, if the file does not have it', () => {
    const bytes = aPage('/Contents 4 0 R', (file) => file.entry(4, 15));
    expect(mapOf(bytes)).toMatchObject({ rebuilt: false });
  });

  test('searches the file when the table misplaces an object that it has', () => {
    const bytes = aPage('/Contents 4 0 R', (file) => file.stream(4, '', '0 0 1 1 re f').entry(4, 15));
    expect(mapOf(bytes)).toMatchObject({ rebuilt: true });
    expect(extractOf(bytes, 0)).toContain('0 0 1 1 re f');
  });

  test('leaves out resources that the content does not name', () => {
    const fonts = '/Resources<</Font<</Used 5 0 R/Unused 6 0 R>>>>';
    const bytes = aPage(`/Contents 4 0 R${fonts}`, (file) =>
      file.stream(4, '', 'BT /Used 9 Tf (x) Tj ET').object(5, '<</Type/Font>>').object(6, '<</Type/Font>>'),
    );
    const extract = extractOf(bytes, 0);
    expect(extract).toContain('5 0 obj');
    expect(extract).not.toContain('6 0 obj');
  });

  test('keeps what a form without resources may take from the page', () => {
    const resources = '/Resources<</Font<</F 6 0 R/G 7 0 R>>/XObject<</X 5 0 R>>>>';
    const bytes = aPage(`/Contents 4 0 R${resources}`, (file) =>
      file
        .stream(4, '', '/X Do')
        .stream(5, '/Type/XObject/Subtype/Form/BBox[0 0 9 9]', 'BT /F 9 Tf (x) Tj ET')
        .object(6, '<</Type/Font>>')
        .object(7, '<</Type/Font>>'),
    );
    expect(extractOf(bytes, 0)).toContain('6 0 obj');
    expect(extractOf(bytes, 0)).not.toContain('7 0 obj');
  });

  test('follows glyphs, whatever they are called', () => {
    const type3 =
      '<</Type/Font/Subtype/Type3/Resources<<>>/CharProcs<</P 6 0 R/K 7 0 R/Parent 8 0 R/Metadata 9 0 R>>>>';
    const bytes = aPage('/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>', (file) => {
      file.stream(4, '', 'BT /F 9 Tf (P) Tj ET').object(5, type3);
      for (const glyph of [6, 7, 8, 9]) file.stream(glyph, '', `${glyph} 0 d0`);
      return file;
    });
    for (const glyph of [6, 7, 8, 9]) expect(extractOf(bytes, 0)).toContain(`${glyph} 0 d0`);
  });

  test('stops at other pages, the structure tree and the outlines', () => {
    const bytes = aTree('/Count 2/Kids[3 0 R 4 0 R]', (file) =>
      file
        .object(3, `<</Type/Page/Parent 2 0 R${BOX}/Annots[5 0 R]/Extra[6 0 R 7 0 R]>>`)
        .object(4, `<</Type/Page/Parent 2 0 R${BOX}/Secret true>>`)
        .object(5, '<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/GoTo/D[4 0 R/Fit]>>>>')
        .object(6, '<</Type/StructElem/S/P>>')
        .object(7, '<</Type/Outlines>>'),
    );
    const extract = extractOf(bytes, 0);
    expect(extract).toContain('5 0 obj');
    for (const absent of ['/Secret', '/StructElem', '/Outlines']) expect(extract).not.toContain(absent);
  });

  test('gives overlapping objects to whoever needs one of them', () => {
    const bytes = aTree('/Count 2/Kids[3 0 R 4 0 R]', (file) => {
      file
        .object(3, `<</Type/Page/Parent 2 0 R${BOX}/Contents 5 0 R>>`)
        .object(4, `<</Type/Page/Parent 2 0 R${BOX}/Contents 6 0 R>>`);
      const inner = '6 0 obj\n<</Length 4>>\nstream\n(in)\nendstream\nendobj\n';
      const at = file.length;
      file.stream(5, '', `%${inner}`);
      return file.entry(6, Buffer.from(file.bytes()).toString('latin1').indexOf('6 0 obj', at));
    });
    const map = mapOf(bytes);
    expect(map.irregular).toHaveLength(2);
    expect(needBytes(map).every((need) => need > 0)).toBe(true);
    expect(extractOf(bytes, 1)).toMatch(/6 0 obj\n<<\/Length 4>>\nstream\n\(in\)/);
  });

  test('is the same for the same bytes', () => {
    for (const { bytes } of SMALL_PDFS)
      expect(equalBytes(encodePageMap(mapOf(bytes)), encodePageMap(mapOf(bytes)))).toBe(true);
  });
});

describe('extractPages', () => {
  test('gives a PDF of just these pages, which maps and extracts again', () => {
    for (const { bytes } of SMALL_PDFS) {
      const map = mapOf(bytes);
      const pages = [...map.pages.keys()];
      const extract = extractPages(map, bytesReader(bytes), pages);
      const again = mapOf(extract);
      expect(again.pages).toHaveLength(pages.length);
      expect(again.rebuilt).toBe(false);
      expect(mapOf(extractPages(again, bytesReader(extract), [0])).pages).toHaveLength(1);
    }
  });

  test('refuses pages that are not there or out of order', () => {
    const bytes = plainPdf();
    for (const pages of [[], [3], [1, 0], [1, 1], [-1], [0.5]]) {
      expect(() => extractPages(mapOf(bytes), bytesReader(bytes), pages)).toThrow(
        expect.objectContaining({ code: 'ERR_EXTRACT_PAGES' }),
      );
    }
  });

  test('says when the map belongs to other bytes', () => {
    const bytes = plainPdf();
    const other = bytesReader(new Uint8Array(bytes.length));
    expect(() => extractPages(mapOf(bytes), other, [0])).toThrow(
      expect.objectContaining({ code: 'ERR_EXTRACT_MAP' }),
    );
  });

  test('ends for any bytes under a right map: a holder may have sent garbage', () => {
    const map = mapOf(plainPdf());
    fc.assert(
      fc.property(fc.uint8Array({ minLength: map.size, maxLength: map.size }), (garbage) => {
        try {
          extractPages(map, bytesReader(garbage), [0, 2]);
        } catch (error) {
          expect(error).toMatchObject({ code: 'ERR_EXTRACT_MAP' });
        }
      }),
      { numRuns: 200 },
    );
  });
});
