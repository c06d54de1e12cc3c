import type { ByteReader } from './byte-reader.ts';
import { type Limits, PdfDocument } from './document.ts';
import { type FoundObjects, findObjects } from './find-objects.ts';
import type { PdfDict, PdfValue } from './value.ts';
import { Reference } from './value.ts';
import { readXrefChain, type Xref } from './xref-chain.ts';
import { AT_OFFSET, IN_OBJECT_STREAM, XrefEntries } from './xref-entries.ts';

/** Entries of a trailer that any other trailer may lend. */
const LENT = ['Encrypt', 'ID', 'Info'];

/**
 * Opens a document by its cross-reference chain; `undefined` if that is broken or does not lead to a page tree
 * (which a document that needs a password may hide).
 *
 * @throws {BrokenXref} from any method of the document, when an object is not where the table says but elsewhere
 */
export function openByXref(
  reader: ByteReader,
  limits: Limits,
  foundObjects: () => FoundObjects,
): PdfDocument | undefined {
  const xref = readXrefChain(reader, limits.budget);
  if (xref === undefined) return undefined;
  const document = new PdfDocument(reader, xref, limits, (number) => !foundObjects().numbers.has(number));
  const isUsable = document.locked !== '' || hasPageTree(document, document.trailer.get('Root'));
  return isUsable ? document : undefined;
}

/**
 * Opens a document by the objects that searching found, the last of each number; `undefined` if there is no page
 * tree among them.
 */
export function openByFound(
  reader: ByteReader,
  limits: Limits,
  found: FoundObjects,
): PdfDocument | undefined {
  const entries = new XrefEntries();
  for (const { number, generation, offset } of found.objects)
    entries.set(number, AT_OFFSET, offset, generation);
  const withTrailer = (trailer: PdfDict): PdfDocument => {
    const xref: Xref = { entries, trailer, extents: [], shift: 0 };
    return new PdfDocument(reader, xref, limits, () => true);
  };

  const trailers = [...found.trailers].reverse();
  const lent = new Map(trailers.flatMap((trailer) => [...trailer].filter(([key]) => LENT.includes(key))));
  addMembers(withTrailer(lent), found);
  for (const trailer of trailers) {
    const document = withTrailer(new Map([...lent, ...trailer]));
    if (hasPageTree(document, trailer.get('Root'))) return document;
  }
  const document = withTrailer(lent);
  const root = [...found.catalogs]
    .reverse()
    .find((number) => hasPageTree(document, new Reference(number, 0)));
  const catalog = root ?? memberCatalog(document);
  return catalog === undefined
    ? undefined
    : withTrailer(new Map([...lent, ['Root', new Reference(catalog, 0)]]));
}

/** Notes the members of object streams, in file order; an object of the same number further on wins. */
function addMembers(document: PdfDocument, found: FoundObjects): void {
  const { entries } = document;
  for (const { number: container, offset, isObjectStream } of found.objects) {
    const own = entries.slotOf(container);
    if (!isObjectStream || entries.kinds[own] !== AT_OFFSET || entries.places[own] !== offset) continue;
    for (const [index, number] of (document.objectStream(container)?.numbers ?? []).entries()) {
      const slot = entries.slotOf(number);
      const isLater =
        slot >= 0 && entries.kinds[slot] === AT_OFFSET && (entries.places[slot] as number) > offset;
      if (!isLater && number !== container) entries.set(number, IN_OBJECT_STREAM, container, index);
    }
  }
}

/** The last member of an object stream that is a catalog with a page tree. */
function memberCatalog(document: PdfDocument): number | undefined {
  const { entries } = document;
  for (let slot = entries.size - 1; slot >= 0; slot--) {
    if (entries.kinds[slot] !== IN_OBJECT_STREAM) continue;
    const number = entries.numbers[slot] as number;
    const dict = document.dict(new Reference(number, 0));
    if (dict?.get('Type') === 'Catalog' && hasPageTree(document, new Reference(number, 0))) return number;
  }
  return undefined;
}

function hasPageTree(document: PdfDocument, root: PdfValue | undefined): boolean {
  return document.dict(document.dict(root)?.get('Pages')) !== undefined;
}

/** Searches the file once, when it is first asked for. */
export function searchedOnce(reader: ByteReader, limits: Limits): () => FoundObjects {
  let found: FoundObjects | undefined;
  return () => {
    found ??= findObjects(reader, limits.checkpoint);
    return found;
  };
}
