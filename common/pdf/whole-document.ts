import { formDefaults } from './catalog-extras.ts';
import type { PdfDocument } from './document.ts';
import { FOREIGN, type ObjectFacts } from './object-facts.ts';
import { collectReferences } from './references.ts';
import { type PdfValue, Reference } from './value.ts';
import { IN_OBJECT_STREAM } from './xref-entries.ts';

/** What an object is for that no page needs. */
export const FOR_NOTHING = 0;
export const FOR_CORE = 1;
const FOR_NAV = 2;

/** Of the document catalog; Dests of Names, too, but not its attachments and scripts. */
const NAV_KEYS = ['Outlines', 'PageLabels', 'Dests'];

/**
 * Marks which objects the document as a whole needs, by slot: FOR_CORE and FOR_NAV. The core wins.
 *
 * @param nodes object numbers of the page tree's nodes
 */
export function markWholeDocument(
  document: PdfDocument,
  facts: ObjectFacts,
  nodes: ReadonlySet<number>,
): Uint8Array {
  const marks = new Uint8Array(document.entries.size);
  const rootReference = document.trailer.get('Root');
  const root = document.dict(rootReference);
  const core = [...nodes].map((number) => new Reference(number, 0) as PdfValue);
  core.push(rootReference ?? null, document.trailer.get('Encrypt') ?? null, root?.get('AcroForm') ?? null);
  for (const value of core) mark(document, marks, value, FOR_CORE);

  const form = document.dict(root?.get('AcroForm'));
  const coreRoots = [
    root?.get('OCProperties') ?? null,
    form === undefined ? null : formDefaults(document, form),
  ];
  markReachable(document, facts, marks, coreRoots, FOR_CORE);

  const names = document.dict(root?.get('Names'));
  const nav = [...NAV_KEYS.map((key) => root?.get(key) ?? null), names?.get('Dests') ?? null];
  for (const value of nav) {
    mark(document, marks, value, FOR_NAV);
    const target = document.resolve(value); // its type may be one where closures stop
    markReachable(document, facts, marks, [target], FOR_NAV);
  }
  return marks;
}

function mark(document: PdfDocument, marks: Uint8Array, value: PdfValue, purpose: number): void {
  if (value instanceof Reference) markSlot(document, marks, document.entries.slotOf(value.number), purpose);
}

function markSlot(document: PdfDocument, marks: Uint8Array, slot: number, purpose: number): void {
  if (slot < 0) return;
  const { kinds, places } = document.entries;
  const holder = kinds[slot] === IN_OBJECT_STREAM ? document.entries.slotOf(places[slot] as number) : slot;
  if (holder >= 0 && marks[holder] === FOR_NOTHING) marks[holder] = purpose;
}

function markReachable(
  document: PdfDocument,
  facts: ObjectFacts,
  marks: Uint8Array,
  roots: readonly PdfValue[],
  purpose: number,
): void {
  const pending: number[] = [];
  const seen = new Uint8Array(document.entries.size);
  for (const root of roots) collectReferences(document, root, pending);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const slot = next < 0 ? ~next : next;
    if (seen[slot] === 1) continue;
    seen[slot] = 1;
    if ((facts.flagsOf(slot) & FOREIGN) !== 0) continue;
    markSlot(document, marks, slot, purpose);
    facts.pushReferences(slot, pending);
  }
}
