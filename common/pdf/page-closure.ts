import type { NameHashes } from './content-names.ts';
import type { PdfDocument } from './document.ts';
import { BORROWS, FOREIGN, type ObjectFacts, WIDGET } from './object-facts.ts';
import { NO_PAGES, type PageSets } from './page-sets.ts';
import type { PageNode } from './page-tree.ts';
import { collectPageReferences, collectReferences } from './references.ts';
import { type PdfDict, type PdfValue, Reference } from './value.ts';
import { IN_OBJECT_STREAM } from './xref-entries.ts';

/**
 * Finds which objects of the file each page needs, page after page in ascending order.
 *
 * An object in an object stream stands for its container, whose bytes cannot be had in part.
 */
export class PageClosure {
  /** page set of the object at each slot; only of objects that stand in the file by themselves */
  readonly setOf: Int32Array;
  readonly #document: PdfDocument;
  readonly #facts: ObjectFacts;
  readonly #sets: PageSets;
  readonly #formResources: readonly number[];
  /** 1 + the last page for which the object was followed, or its bytes were taken */
  readonly #followedFor: Int32Array;
  readonly #takenFor: Int32Array;

  /** @param formResources references of the interactive form, which pages with fields need */
  constructor(document: PdfDocument, facts: ObjectFacts, sets: PageSets, formResources: readonly number[]) {
    this.#document = document;
    this.#facts = facts;
    this.#sets = sets;
    this.#formResources = formResources;
    this.setOf = new Int32Array(document.entries.size).fill(NO_PAGES);
    this.#followedFor = new Int32Array(document.entries.size);
    this.#takenFor = new Int32Array(document.entries.size);
  }

  /** Adds page `index` to the sets of all objects that it needs. */
  addPage(page: PageNode, index: number): void {
    this.#document.limits.checkpoint();
    const dict = this.#dictOf(page);
    const pending: number[] = [];
    const own = this.#document.entries.slotOf(page.object);
    if (page.object !== 0) pending.push(~own);
    collectPageReferences(this.#document, dict, pending);
    for (const [key, value] of page.inherited) {
      if (key !== 'Resources' && !dict.has(key)) collectReferences(this.#document, value, pending);
    }
    const resources = dict.get('Resources') ?? page.inherited.get('Resources');
    const names: NameHashes = new Set();
    const isReadable = this.#facts.addNamesOf(dict.get('Contents'), names);
    this.#facts.pushResources(resources, isReadable ? names : undefined, pending);
    if (this.#hasDirectWidget(dict)) pending.push(...this.#formResources);
    this.#follow(pending, index, resources);
  }

  #dictOf(page: PageNode): PdfDict {
    return page.direct ?? this.#document.dict(new Reference(page.object, 0)) ?? new Map();
  }

  #follow(pending: number[], index: number, resources: PdfValue | undefined): void {
    let needsForm = false;
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next < 0) {
        this.#take(~next, index, pending);
        continue;
      }
      if (this.#followedFor[next] === index + 1) continue;
      this.#followedFor[next] = index + 1;
      const flags = this.#facts.flagsOf(next);
      if ((flags & FOREIGN) !== 0) continue;
      this.#take(next, index, pending);
      this.#facts.pushReferences(next, pending);
      if ((flags & BORROWS) !== 0)
        this.#facts.pushResources(resources, this.#facts.borrowedNames(next), pending);
      if ((flags & WIDGET) !== 0 && !needsForm) {
        needsForm = true;
        pending.push(...this.#formResources);
      }
    }
  }

  /** Takes the bytes of the object at `slot`: those of its container if it lies in one. */
  #take(slot: number, index: number, pending: number[]): void {
    let holder = slot;
    if (this.#document.entries.kinds[slot] === IN_OBJECT_STREAM) {
      holder = this.#document.entries.slotOf(this.#document.entries.places[slot] as number);
      if (holder < 0) return;
      this.#facts.pushReferences(holder, pending); // its /Length may be an object
    }
    if (this.#takenFor[holder] === index + 1) return;
    this.#takenFor[holder] = index + 1;
    this.setOf[holder] = this.#sets.with(this.setOf[holder] as number, index);
  }

  #hasDirectWidget(dict: PdfDict): boolean {
    const annotations = this.#document.resolve(dict.get('Annots'));
    return (
      Array.isArray(annotations) &&
      annotations.some((item) => item instanceof Map && item.get('Subtype') === 'Widget')
    );
  }
}
