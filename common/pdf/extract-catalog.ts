import { type ExtractSource, parseDict } from './extract-source.ts';
import type { PageMap } from './page-map.ts';
import { isWidget } from './references.ts';
import { type PdfDict, type PdfValue, Reference } from './value.ts';

/** Fields in fields; deeper is a circle. */
const MAX_FIELD_DEPTH = 32;

/** The catalog of an extract: optional content, and the fields of its pages, as far as they came along. */
export function extractCatalog(
  map: PageMap,
  source: ExtractSource,
  pages: readonly PdfDict[],
  root: Reference,
): PdfDict {
  const extras = parseDict(map.catalog);
  const catalog: PdfDict = new Map<string, PdfValue>([
    ['Type', 'Catalog'],
    ['Pages', root],
  ]);
  const optionalContent = extras.get('OCProperties');
  if (optionalContent !== undefined) catalog.set('OCProperties', present(source, optionalContent));
  const form = extras.get('AcroForm');
  const fields = form === undefined ? [] : fieldsOf(source, pages);
  if (form instanceof Map && fields.length > 0)
    catalog.set('AcroForm', new Map([...form, ['Fields', fields]]));
  return catalog;
}

/** `value` without references to what is not there: some readers stop at the first group that is none. */
function present(source: ExtractSource, value: PdfValue): PdfValue {
  const isPresent = (item: PdfValue): boolean =>
    !(item instanceof Reference) || source.document.entries.has(item.number);
  if (Array.isArray(value)) return value.filter(isPresent).map((item) => present(source, item));
  if (!(value instanceof Map)) return value;
  return new Map(
    [...value].filter(([, item]) => isPresent(item)).map(([key, item]) => [key, present(source, item)]),
  );
}

/** The topmost fields of the pages' widget annotations, in the order of the pages. */
function fieldsOf(source: ExtractSource, pages: readonly PdfDict[]): Reference[] {
  const { document } = source;
  const fields = new Map<number, Reference>();
  for (const page of pages) {
    const annotations = document.resolve(page.get('Annots'));
    for (const item of Array.isArray(annotations) ? annotations : []) {
      const dict = document.dict(item);
      if (!(item instanceof Reference) || dict === undefined || !isWidget(dict)) continue;
      const field = topmostField(source, item);
      fields.set(field.number, field);
    }
  }
  return [...fields.values()];
}

function topmostField(source: ExtractSource, widget: Reference): Reference {
  let field = widget;
  for (let depth = 0; depth < MAX_FIELD_DEPTH; depth++) {
    const parent = source.document.dict(field)?.get('Parent');
    if (!(parent instanceof Reference) || !source.document.entries.has(parent.number)) break;
    field = parent;
  }
  return field;
}
