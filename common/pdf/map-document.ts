import type { ByteRange } from '../range.ts';
import { catalogExtras, formDefaults } from './catalog-extras.ts';
import { deadMembers } from './dead-members.ts';
import { describePages } from './describe-pages.ts';
import type { PdfDocument } from './document.ts';
import { leafDigests } from './leaf-digests.ts';
import { ObjectFacts } from './object-facts.ts';
import { ownershipOf } from './ownership.ts';
import { PageClosure } from './page-closure.ts';
import { MAP_LIMITS, type PageMap } from './page-map.ts';
import { PageSets } from './page-sets.ts';
import type { PageTree } from './page-tree.ts';
import { partition, tooFragmented } from './partition.ts';
import { collectReferences } from './references.ts';
import { serialise } from './serialise.ts';
import type { PdfDict } from './value.ts';
import { markWholeDocument } from './whole-document.ts';
import { headerOffset } from './xref-chain.ts';

/** Longer first lines are no header. */
const MAX_HEADER_BYTES = 256;

/**
 * The page map of an open document.
 *
 * @throws {CodedError} ERR_PDF_TOO_FRAGMENTED
 * @throws {BrokenXref}
 */
export function mapDocument(document: PdfDocument, tree: PageTree, rebuilt: boolean): PageMap {
  const { reader } = document;
  const sets = new PageSets();
  const facts = new ObjectFacts(document);
  for (const number of [...tree.nodes, ...tree.pages.map((page) => page.object)]) {
    const slot = document.entries.slotOf(number);
    if (slot >= 0) facts.markForeign(slot);
  }
  const setOf = pageSetsOf(document, tree, facts, sets);
  const marks = markWholeDocument(document, facts, tree.nodes);
  const core = [headerExtent(document), ...document.extents];
  const { ranges, irregular } = ownershipOf(document, sets, setOf, marks, core);
  const dead = deadMembers(document, setOf);
  if (Math.max(dead.length, irregular.length) > MAP_LIMITS.listed) throw tooFragmented();

  const { groups, segments } = partition(ranges, sets, reader.size, tree.pages.length);
  const { pages, attributes } = describePages(document, tree.pages);
  return {
    size: reader.size,
    rebuilt,
    groups,
    segments,
    pages,
    attributes,
    catalog: textOf(catalogExtras(document)),
    trailer: textOf(trailerExtras(document)),
    deadMembers: dead,
    irregular,
    digests: leafDigests({ groups, pages, segments }, reader, document.limits.checkpoint),
  };
}

/** The set of pages that need the object at each slot. */
function pageSetsOf(document: PdfDocument, tree: PageTree, facts: ObjectFacts, sets: PageSets): Int32Array {
  const form = document.dict(document.dict(document.trailer.get('Root'))?.get('AcroForm'));
  const formResources: number[] = [];
  if (form !== undefined) collectReferences(document, formDefaults(document, form), formResources);
  const closure = new PageClosure(document, facts, sets, formResources);
  for (const [index, page] of tree.pages.entries()) closure.addPage(page, index);
  return closure.setOf;
}

/** What stands before the first object: the header, and the comment that marks the file as binary. */
function headerExtent({ reader }: PdfDocument): ByteRange {
  const begin = headerOffset(reader);
  const bytes = reader.read(begin, Math.min(reader.size, begin + MAX_HEADER_BYTES));
  const header = /^%PDF-[^\r\n]*[\r\n]*(%[^\r\n]*[\r\n]*)?/.exec(Buffer.from(bytes).toString('latin1'));
  return { begin: 0, end: begin + (header?.[0].length ?? 0) };
}

function trailerExtras(document: PdfDocument): PdfDict {
  const extras: PdfDict = new Map();
  if (document.encryption === undefined) return extras;
  extras.set('Encrypt', document.encryption);
  const id = document.resolve(document.trailer.get('ID'));
  if (Array.isArray(id))
    extras.set(
      'ID',
      id.map((item) => document.resolve(item)),
    );
  return extras;
}

function textOf(dict: PdfDict): Uint8Array {
  return Buffer.from(serialise(dict), 'latin1');
}
