import { addContentNames, hashOfName, type NameHashes } from './content-names.ts';
import type { PdfDocument } from './document.ts';
import { collectFormReferences, collectReferences, isForeign, isWidget } from './references.ts';
import { dictOf, type PdfDict, PdfStream, type PdfValue, Reference } from './value.ts';
import { FREE } from './xref-entries.ts';

/** The object was looked at. */
const KNOWN = 1;
/** Closures stop in front of it. */
export const FOREIGN = 2;
/** A form field's annotation: it needs the form's default resources. */
export const WIDGET = 4;
/** A form or Type 3 font without Resources: it uses the page's. */
export const BORROWS = 8;

/** An array of contents holds streams; one that holds itself must end. */
const MAX_CONTENTS_DEPTH = 2;

/** Kinds of resources that content uses by name. The others are few, and separations look at them all, used or not. */
const PRUNED_KINDS = new Set(['Font', 'XObject', 'Pattern', 'Shading']);

/**
 * What is known of each object, independent of the page that asks: found out once, kept in typed arrays.
 *
 * References are slots to follow, or `~slot` for an object whose bytes are needed while its references are not
 * followed: Resources dictionaries, of which only what the content uses counts.
 */
export class ObjectFacts {
  readonly #document: PdfDocument;
  readonly #flags: Uint8Array;
  readonly #begins: Int32Array;
  readonly #counts: Int32Array;
  #pool = new Int32Array(65_536);
  #poolSize = 0;
  /** names used by forms that borrow; absent where the content could not be read */
  readonly #borrowed = new Map<number, NameHashes>();
  readonly #byHash = new WeakMap<PdfDict, Map<number, PdfValue[]>>();

  constructor(document: PdfDocument) {
    this.#document = document;
    this.#flags = new Uint8Array(document.entries.size);
    this.#begins = new Int32Array(document.entries.size);
    this.#counts = new Int32Array(document.entries.size);
  }

  /** Declares that closures stop in front of the object at `slot`, whatever it looks like. */
  markForeign(slot: number): void {
    this.#flags[slot] = KNOWN | FOREIGN;
  }

  /** FOREIGN, WIDGET and BORROWS, as they hold of the object at `slot`. */
  flagsOf(slot: number): number {
    if (((this.#flags[slot] as number) & KNOWN) === 0) this.#learn(slot);
    return this.#flags[slot] as number;
  }

  /** Appends the references of the object at `slot`. */
  pushReferences(slot: number, to: number[]): void {
    if (((this.#flags[slot] as number) & KNOWN) === 0) this.#learn(slot);
    const begin = this.#begins[slot] as number;
    const end = begin + (this.#counts[slot] as number);
    for (let at = begin; at < end; at++) to.push(this.#pool[at] as number);
  }

  /** Names that the borrowing form at `slot` uses; `undefined` if nobody knows. */
  borrowedNames(slot: number): NameHashes | undefined {
    return this.#borrowed.get(slot);
  }

  /** Appends what of `resources` is needed by content that uses `names`; all of it where they are not known. */
  pushResources(resources: PdfValue | undefined, names: NameHashes | undefined, to: number[]): void {
    if (names === undefined) {
      collectReferences(this.#document, resources, to);
      return;
    }
    this.#pushTouched(resources, to);
    for (const [kind, value] of this.#document.dict(resources) ?? []) {
      if (!PRUNED_KINDS.has(kind)) collectReferences(this.#document, value, to);
      else {
        this.#pushTouched(value, to);
        const byName = this.#document.dict(value);
        if (byName !== undefined) this.#pushNamed(byName, names, to);
      }
    }
  }

  /** Adds the names in the content that `contents` (a page's /Contents) holds; false if some cannot be decoded. */
  addNamesOf(contents: PdfValue | undefined, names: NameHashes, depth = 0): boolean {
    const value = this.#document.resolve(contents);
    if (Array.isArray(value)) {
      return depth < MAX_CONTENTS_DEPTH && value.every((item) => this.addNamesOf(item, names, depth + 1));
    }
    if (!(value instanceof PdfStream)) return true; // nothing to draw
    const content = this.#document.dataOf(value);
    if (content !== undefined) addContentNames(content, names);
    return content !== undefined;
  }

  #learn(slot: number): void {
    const value = this.#document.load(this.#document.entries.numbers[slot] as number);
    const dict = dictOf(value);
    const found: number[] = [];
    let flags = KNOWN;
    if (dict !== undefined && isForeign(dict)) flags |= FOREIGN;
    else if (value instanceof PdfStream && isForm(value.dict)) flags |= this.#learnForm(slot, value, found);
    else {
      collectReferences(this.#document, value, found);
      if (dict !== undefined && isWidget(dict)) flags |= WIDGET;
      if (dict?.get('Subtype') === 'Type3' && !dict.has('Resources')) flags |= BORROWS;
    }
    this.#flags[slot] = flags;
    this.#store(slot, found);
  }

  #learnForm(slot: number, form: PdfStream, found: number[]): number {
    collectFormReferences(this.#document, form.dict, found);
    const names: NameHashes = new Set();
    const isReadable = this.addNamesOf(form, names);
    const resources = form.dict.get('Resources');
    if (resources !== undefined) {
      const isPrunable = isReadable && !this.#lendsResources(resources, names);
      this.pushResources(resources, isPrunable ? names : undefined, found);
      return 0;
    }
    if (isReadable) this.#borrowed.set(slot, names);
    return BORROWS;
  }

  /** Whether a form that is drawn from these resources has none of its own, and may look for its names here. */
  #lendsResources(resources: PdfValue, names: NameHashes): boolean {
    const xObjects = this.#document.dict(this.#document.dict(resources)?.get('XObject'));
    if (xObjects === undefined) return false;
    return [...xObjects].some(([name, target]) => {
      if (!names.has(hashOfName(name))) return false;
      const dict = this.#document.dict(target);
      return dict?.get('Subtype') === 'Form' && !dict.has('Resources');
    });
  }

  #pushTouched(value: PdfValue | undefined, to: number[]): void {
    if (!(value instanceof Reference)) return;
    const slot = this.#document.entries.slotOf(value.number);
    if (slot >= 0 && this.#document.entries.kinds[slot] !== FREE) to.push(~slot);
  }

  #pushNamed(byName: PdfDict, names: NameHashes, to: number[]): void {
    let hashed = this.#byHash.get(byName);
    if (hashed === undefined) {
      hashed = new Map();
      for (const [name, target] of byName) {
        const hash = hashOfName(name);
        hashed.set(hash, [...(hashed.get(hash) ?? []), target]);
      }
      this.#byHash.set(byName, hashed);
    }
    const [fewer, inOther] = hashed.size < names.size ? [hashed.keys(), names] : [names, hashed];
    for (const hash of fewer) {
      if (inOther.has(hash))
        for (const target of hashed.get(hash) ?? []) collectReferences(this.#document, target, to);
    }
  }

  #store(slot: number, found: readonly number[]): void {
    while (this.#poolSize + found.length > this.#pool.length) {
      const larger = new Int32Array(this.#pool.length * 2);
      larger.set(this.#pool);
      this.#pool = larger;
    }
    this.#pool.set(found, this.#poolSize);
    this.#begins[slot] = this.#poolSize;
    this.#counts[slot] = found.length;
    this.#poolSize += found.length;
  }
}

function isForm(dict: PdfDict): boolean {
  return dict.get('Subtype') === 'Form' || dict.get('PatternType') === 1;
}
