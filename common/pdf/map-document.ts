import { CodedError } from '../errors.ts';
import type { ByteRange } from '../range.ts';
import { catalogExtras, formDefaults, withoutStrings } from './catalog-extras.ts';
import { deadMembers } from './dead-members.ts';
import type { PdfDocument } from './document.ts';
import { leafDigests } from './leaf-digests.ts';
import { ObjectFacts } from './object-facts.ts';
import { type Ownership, ownershipOf } from './ownership.ts';
import { PageClosure } from './page-closure.ts';
import {
  CORE_PART,
  groupPart,
  mostNeededFirst,
  navPart,
  type PageMap,
  type PageSet,
  type PageSource,
  pagePart,
  restPart,
  type Segments,
} from './page-map.ts';
import { NO_PAGES, PageSets } from './page-sets.ts';
import type { PageNode, PageTree } from './page-tree.ts';
import { collectReferences } from './references.ts';
import { segmentsOf } from './segments.ts';
import { serialise } from './serialise.ts';
import type { PdfDict } from './value.ts';
import { FOR_CORE, markWholeDocument } from './whole-document.ts';
import { headerOffset } from './xref-chain.ts';

/** More would be a map of some 20 MB; documents have thousands. */
const MAX_RUNS = 2_000_000;

/**
 * The page map of an open document.
 *
 * @throws {CodedError} ERR_PDF_TOO_FRAGMENTED
 * @throws {BrokenXref}
 */
export function mapDocument(document: PdfDocument, tree: PageTree, rebuilt: boolean): PageMap {
  const sets = new PageSets();
  const facts = new ObjectFacts(document);
  for (const number of [...tree.nodes, ...tree.pages.map((page) => page.object)])
    markForeign(document, facts, number);
  const setOf = pageSetsOf(document, tree, facts, sets);
  const marks = markWholeDocument(document, facts, tree.nodes);
  const core = [headerExtent(document), ...document.extents];
  const ownership = ownershipOf(document, sets, setOf, marks, core);

  const groups = groupsOf(ownership, sets);
  const segments = segmentsWith(
    ownership,
    sets,
    groups.partOf,
    document.reader.size,
    groups.sets.length,
    tree,
  );
  const described = describePages(document, tree.pages);
  const partial = { groups: groups.sets, segments, pages: described.sources };
  return {
    ...partial,
    size: document.reader.size,
    rebuilt,
    attributes: described.attributes,
    catalog: textOf(catalogExtras(document)),
    trailer: textOf(trailerExtras(document)),
    deadMembers: deadMembers(document, setOf),
    irregular: ownership.irregular,
    digests: leafDigests(partial, document.reader, document.limits.checkpoint),
  };
}

function markForeign(document: PdfDocument, facts: ObjectFacts, number: number): void {
  const slot = document.entries.slotOf(number);
  if (slot >= 0) facts.markForeign(slot);
}

function pageSetsOf(document: PdfDocument, tree: PageTree, facts: ObjectFacts, sets: PageSets): Int32Array {
  const form = document.dict(document.dict(document.trailer.get('Root'))?.get('AcroForm'));
  const formResources: number[] = [];
  if (form !== undefined) collectReferences(document, formDefaults(document, form), formResources);
  const closure = new PageClosure(document, facts, sets, formResources);
  for (const [index, page] of tree.pages.entries()) closure.addPage(page, index);
  return closure.setOf;
}

/** From the first byte up to the first object: the header, and the comment that marks the file as binary. */
function headerExtent(document: PdfDocument): ByteRange {
  const { reader } = document;
  const begin = headerOffset(reader);
  const text = Buffer.from(reader.read(begin, Math.min(reader.size, begin + 256))).toString('latin1');
  return { begin: 0, end: begin + (/^%PDF-[^\r\n]*[\r\n]*(%[^\r\n]*[\r\n]*)?/.exec(text)?.[0].length ?? 0) };
}

function groupsOf(ownership: Ownership, sets: PageSets): { sets: PageSet[]; partOf: Map<number, number> } {
  const used = new Set(ownership.ranges.map((range) => range.pages));
  const groups = [...used]
    .filter((set) => set !== NO_PAGES && sets.onlyPage(set) < 0)
    .map((set) => ({ set, runs: sets.runsOf(set) }))
    .sort((a, b) => mostNeededFirst(a.runs, b.runs));
  if (groups.reduce((sum, group) => sum + group.runs.length, 0) > MAX_RUNS) {
    throw new CodedError('ERR_PDF_TOO_FRAGMENTED', 'its pages share their bytes in too many ways');
  }
  const partOf = new Map(groups.map((group, index) => [group.set, groupPart(index)]));
  return { sets: groups.map((group) => group.runs), partOf };
}

function segmentsWith(
  ownership: Ownership,
  sets: PageSets,
  partOf: ReadonlyMap<number, number>,
  size: number,
  groupCount: number,
  tree: PageTree,
): Segments {
  const nav = navPart(groupCount, tree.pages.length);
  const ranges = ownership.ranges.map(({ begin, end, pages, purpose }) => {
    const whole = purpose === FOR_CORE ? CORE_PART : nav;
    const shown = partOf.get(pages) ?? pagePart(groupCount, sets.onlyPage(pages));
    return { begin, end, owner: pages === NO_PAGES ? whole : shown };
  });
  return segmentsOf(ranges, size, restPart(groupCount, tree.pages.length));
}

function describePages(
  document: PdfDocument,
  pages: readonly PageNode[],
): { sources: PageSource[]; attributes: Uint8Array[] } {
  const indexes = new Map<string, number>();
  const texts = new Map<PdfDict, string>(); // one dictionary serves all pages of a node
  const sources = pages.map(({ object, direct, inherited }) => {
    const dict = direct === undefined ? inherited : new Map([...inherited, ...direct]);
    const text = texts.get(dict) ?? serialise(portable(document, dict));
    if (direct === undefined) texts.set(dict, text);
    const attributes = indexes.get(text) ?? indexes.size;
    indexes.set(text, attributes);
    return { object, attributes };
  });
  return { sources, attributes: [...indexes.keys()].map((text) => Buffer.from(text, 'latin1')) };
}

/** What may stand in another object: without ciphertext, and without the way back into the page tree. */
function portable(document: PdfDocument, dict: PdfDict): PdfDict {
  const own = new Map([...dict].filter(([key]) => key !== 'Parent'));
  return document.decryption === undefined ? own : (withoutStrings(own) as PdfDict);
}

function trailerExtras(document: PdfDocument): PdfDict {
  const extras: PdfDict = new Map();
  const encrypt = document.encryption;
  if (encrypt === undefined) return extras;
  extras.set('Encrypt', encrypt);
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
