import { CodedError } from '../errors.ts';
import { extractCatalog } from './extract-catalog.ts';
import { type ExtractSource, parseDict } from './extract-source.ts';
import type { PageMap, PageSource } from './page-map.ts';
import type { PdfWriter } from './pdf-writer.ts';
import { type PdfDict, Reference } from './value.ts';
import { AT_OFFSET } from './xref-entries.ts';

/** Consecutive pages that have the same parent and inherit the same. */
interface Siblings {
  /** what the pages' /Parent says; `undefined` without one */
  readonly parent: Reference | undefined;
  readonly attributes: number;
  readonly kids: Reference[];
}

/**
 * Writes a page tree of two levels and the catalog. Nodes take the object numbers to which the pages' /Parent points, so
 * that the page objects can stay as they are.
 *
 * @returns the catalog
 * @throws {CodedError} ERR_EXTRACT_MAP
 */
export function extractTree(
  map: PageMap,
  source: ExtractSource,
  pages: readonly number[],
  writer: PdfWriter,
): Reference {
  const catalog = writer.newReference();
  const root = writer.newReference();
  const dicts: PdfDict[] = [];
  const families: Siblings[] = [];
  for (const page of pages) {
    const from = map.pages[page] as PageSource;
    const { kid, dict } =
      from.object === 0 ? writeDirect(map, from, root, writer) : findPage(source, from, page);
    const parent = dict.get('Parent');
    const own = from.object !== 0 && parent instanceof Reference ? parent : undefined;
    const attributes = from.object === 0 ? -1 : from.attributes;
    const last = families.at(-1);
    if (last !== undefined && last.parent?.number === own?.number && last.attributes === attributes)
      last.kids.push(kid);
    else families.push({ parent: own, attributes, kids: [kid] });
    dicts.push(dict);
  }

  const nodes = families.map((family) => writeNode(map, source, family, root, writer));
  writer.addObject(
    root,
    new Map<string, PdfDict | string | number | Reference[]>([
      ['Type', 'Pages'],
      ['Kids', nodes],
      ['Count', pages.length],
    ]),
  );
  writer.addObject(catalog, extractCatalog(map, source, dicts, root));
  return catalog;
}

function findPage(source: ExtractSource, from: PageSource, page: number): { kid: Reference; dict: PdfDict } {
  const dict = source.document.dict(new Reference(from.object, 0));
  if (dict === undefined) {
    throw new CodedError(
      'ERR_EXTRACT_MAP',
      `page ${page + 1} is not where the page map says: the map does not belong to these bytes`,
    );
  }
  const { kinds, minors } = source.document.entries;
  const slot = source.document.entries.slotOf(from.object);
  return { kid: new Reference(from.object, kinds[slot] === AT_OFFSET ? (minors[slot] as number) : 0), dict };
}

/** A page whose dictionary stood in its parent's /Kids becomes an object of its own. */
function writeDirect(
  map: PageMap,
  from: PageSource,
  root: Reference,
  writer: PdfWriter,
): { kid: Reference; dict: PdfDict } {
  const dict = parseDict(map.attributes[from.attributes] ?? new Uint8Array(0));
  const kid = writer.newReference();
  writer.addObject(kid, new Map([...dict, ['Type', 'Page'], ['Parent', root]]));
  return { kid, dict };
}

function writeNode(
  map: PageMap,
  source: ExtractSource,
  family: Siblings,
  root: Reference,
  writer: PdfWriter,
): Reference {
  const { parent, attributes, kids } = family;
  const slot = parent === undefined ? -1 : source.document.entries.slotOf(parent.number);
  const isTaken = slot >= 0 && source.document.entries.kinds[slot] === AT_OFFSET;
  const isFree = parent !== undefined && !isTaken && !writer.isSynthetic(parent.number);
  const node = isFree ? parent : writer.newReference();
  const inherited = attributes < 0 ? new Map() : parseDict(map.attributes[attributes] ?? new Uint8Array(0));
  writer.addObject(
    node,
    new Map([...inherited, ['Type', 'Pages'], ['Parent', root], ['Kids', kids], ['Count', kids.length]]),
  );
  return node;
}
