import { PdfFile } from './pdf-file.ts';

/** A made-up PDF, and what is special about it. */
export interface SmallPdf {
  readonly name: string;
  readonly about: string;
  readonly bytes: Uint8Array;
  /** page indexes to extract, each list one extract */
  readonly extracts: readonly (readonly number[])[];
}

const FONT = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>';

function page(parent: number, contents: number, entries = ''): string {
  return `<</Type/Page/Parent ${parent} 0 R/Contents ${contents} 0 R${entries}>>`;
}

/** Three pages; the first and the last share a font; outlines, an information dictionary, a dead object. */
export function plainPdf(): Uint8Array {
  return new PdfFile()
    .object(1, '<</Type/Catalog/Pages 2 0 R/Outlines 10 0 R>>')
    .object(2, '<</Type/Pages/Count 3/Kids[3 0 R 4 0 R 5 0 R]/MediaBox[0 0 200 200]>>')
    .object(3, page(2, 6, '/Resources<</Font<</F1 9 0 R>>>>'))
    .stream(6, '', 'BT /F1 12 Tf 20 100 Td (One) Tj ET')
    .object(4, page(2, 7))
    .stream(7, '', '0 0 100 100 re f')
    .object(5, page(2, 8, '/Resources<</Font<</F1 9 0 R>>>>'))
    .stream(8, '', 'BT /F1 12 Tf 20 100 Td (Three) Tj ET')
    .object(9, FONT)
    .object(10, '<</Type/Outlines/First 11 0 R/Last 11 0 R/Count 1>>')
    .object(11, '<</Title(Two)/Parent 10 0 R/Dest[4 0 R/Fit]>>')
    .object(12, '<</Title(Plain \\(small\\))/Author<FEFF00C9006D0069006C0065>>>')
    .object(13, '(nobody refers to this)')
    .table('/Size 14/Root 1 0 R/Info 12 0 R')
    .bytes();
}

function objectStreams(): Uint8Array {
  return new PdfFile()
    .stream(6, '', 'BT /F1 12 Tf 20 100 Td (old) Tj ET')
    .stream(7, '', 'BT /F1 12 Tf 20 100 Td (other) Tj ET')
    .objectStream(8, [
      [1, '<</Type/Catalog/Pages 2 0 R>>'],
      [2, '<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 0 200 200]>>'],
      [3, page(2, 6, '/Resources<</Font<</F1 5 0 R>>>>')],
      [4, page(2, 7, '/Resources<</Font<</F1 5 0 R>>>>')],
      [5, FONT],
    ])
    .xrefStream(
      9,
      '/Size 10/Root 1 0 R',
      [1, 2, 3, 4, 5].map((number, index) => [number, 8, index] as const),
    )
    .objectStream(10, [[5, '<</Type/Font/Subtype/Type1/BaseFont/Courier>>']])
    .stream(6, '', 'BT /F1 12 Tf 20 100 Td (new) Tj ET')
    .xrefStream(11, '/Size 12/Root 1 0 R', [[5, 10, 0]])
    .bytes();
}

function sharedResources(): Uint8Array {
  const image = '/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray';
  return new PdfFile()
    .object(1, '<</Type/Catalog/Pages 2 0 R>>')
    .object(2, '<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 0 200 200]/Resources 5 0 R>>')
    .object(3, page(2, 6))
    .object(4, page(2, 7))
    .object(5, '<</XObject<</Im#31 8 0 R/Im2 9 0 R>>/ExtGState<</Never 10 0 R>>>>')
    .stream(6, '', 'q 50 0 0 50 10 10 cm /Im1 Do Q')
    .stream(7, '', 'q 50 0 0 50 10 10 cm /Im2 Do Q')
    .stream(8, image, 'A')
    .stream(9, image, 'B')
    .object(10, '<</Type/ExtGState/LW 2>>')
    .table('/Size 11/Root 1 0 R')
    .bytes();
}

function embeddedEnd(): Uint8Array {
  const attached = '% endstream endobj\n9 0 obj (not an object) endobj\n0 0 50 50 re f';
  return new PdfFile()
    .object(1, '<</Type/Catalog/Pages 2 0 R>>')
    .object(2, '<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 200 200]>>')
    .object(3, page(2, 4))
    .stream(4, '', attached, '5 0 R')
    .object(5, String(attached.length))
    .table('/Size 6/Root 1 0 R')
    .bytes();
}

function formAndLayers(): Uint8Array {
  const widget = '/Type/Annot/Subtype/Widget/Rect[10 10 90 30]';
  return new PdfFile()
    .object(
      1,
      '<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R/OCProperties<</OCGs[12 0 R 13 0 R]/D<</OFF[12 0 R]>>>>>>',
    )
    .object(2, '<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 0 200 200]>>')
    .object(3, page(2, 8, '/Annots[6 0 R]/Resources<</Properties<</L 12 0 R>>>>'))
    .object(4, page(2, 9, '/Annots[7 0 R]'))
    .object(5, '<</Fields[10 0 R]/NeedAppearances true/DA(/Helv 9 Tf)/DR<</Font<</Helv 11 0 R>>>>>>')
    .object(6, `<<${widget}/Parent 10 0 R/P 3 0 R>>`)
    .object(7, `<<${widget}/Parent 10 0 R/P 4 0 R>>`)
    .stream(8, '', '/OC /L BDC 0 0 9 9 re f EMC')
    .stream(9, '', '0 0 9 9 re f')
    .object(10, '<</FT/Tx/T(name)/V(value)/Kids[6 0 R 7 0 R]>>')
    .object(11, FONT)
    .object(12, '<</Type/OCG/Name(hidden)>>')
    .object(13, '<</Type/OCG/Name(on no page)>>')
    .table('/Size 14/Root 1 0 R')
    .bytes();
}

function directPages(): Uint8Array {
  return new PdfFile()
    .object(1, '<</Type/Catalog/Pages 2 0 R>>')
    .object(
      2,
      '<</Type/Pages/Count 2/Kids[<</Type/Page/Contents 4 0 R/MediaBox[0 0 200 200]>> 3 0 R]/MediaBox[0 0 200 200]>>',
    )
    .object(3, page(2, 5))
    .stream(4, '', '0 0 50 50 re f')
    .stream(5, '', '0 0 90 90 re f')
    .table('/Size 6/Root 1 0 R')
    .bytes();
}

function brokenXref(): Uint8Array {
  return Buffer.from(
    Buffer.from(plainPdf())
      .toString('latin1')
      .replace(/startxref\n\d+/, 'startxref\n7'),
    'latin1',
  );
}

function carelessSyntax(): Uint8Array {
  return new PdfFile()
    .object(1, '<</Type/Catalog/Pages 2 0 R>>')
    .object(2, '<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 -.0 201.118 +200.50]/Rotate 00.>>')
    .object(3, page(2, 5, '/Odd nonsense stray) (name)/Nothing 7 0 R/Open[1 true so 2'))
    .object(4, page(2, 8, '/Nothing 7 0 R'))
    .stream(5, '', '0 0 50 50 re f', '6 0 R')
    .object(6, '14bytes')
    .object(7, '% not even null')
    .stream(8, '', '0 0 90 90 re f')
    .table('/Size 9/Root 1 0 R')
    .bytes();
}

/** The documents of `test/vectors/page-map.json`, but the encrypted ones. */
export const SMALL_PDFS: readonly SmallPdf[] = [
  { name: 'plain', about: 'groups, nav, rest', bytes: plainPdf(), extracts: [[0], [1], [0, 2], [0, 1, 2]] },
  {
    name: 'object-streams',
    about: 'an update replaces a member and a page content',
    bytes: objectStreams(),
    extracts: [[0], [1]],
  },
  {
    name: 'shared-resources',
    about: 'one Resources dictionary; a name with #xx',
    bytes: sharedResources(),
    extracts: [[0], [1]],
  },
  {
    name: 'embedded-end',
    about: 'an indirect /Length; endstream in the data',
    bytes: embeddedEnd(),
    extracts: [[0]],
  },
  {
    name: 'form-and-layers',
    about: 'a field on two pages; optional content',
    bytes: formAndLayers(),
    extracts: [[0], [1]],
  },
  {
    name: 'direct-pages',
    about: 'a page dictionary in /Kids',
    bytes: directPages(),
    extracts: [[0], [0, 1]],
  },
  {
    name: 'careless-syntax',
    about: 'values that break the grammar, numbers in many forms, an object without a value',
    bytes: carelessSyntax(),
    extracts: [[0], [0, 1]],
  },
  { name: 'broken-xref', about: 'found by searching', bytes: brokenXref(), extracts: [[2]] },
];
