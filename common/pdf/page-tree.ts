import { CodedError } from '../errors.ts';
import type { PdfDocument } from './document.ts';
import { MAP_LIMITS } from './page-map.ts';
import { type PdfDict, type PdfValue, Reference } from './value.ts';

/** Deeper trees are attacks: 2^500 pages would fit into a balanced one. */
const MAX_DEPTH = 500;
/** Nodes that lead to no page count, too: a small file can hold a tree that has billions of them. */
const MAX_VISITS = 2 * MAP_LIMITS.pages;
/** What a page takes from its ancestors. @see ISO 32000-1 7.7.3.4 */
const INHERITABLE = ['Resources', 'MediaBox', 'CropBox', 'Rotate'];

/** A page in page order. */
export interface PageNode {
  /** object number; 0 if the dictionary stands in its parent's /Kids */
  readonly object: number;
  /** the dictionary of a page that is not an object of its own */
  readonly direct?: PdfDict;
  /** what its ancestors give, whether it has its own or not; one dictionary for all pages of a node */
  readonly inherited: PdfDict;
}

/** Pages, and the object numbers of all that holds the tree together. */
export interface PageTree {
  readonly pages: readonly PageNode[];
  readonly nodes: ReadonlySet<number>;
}

/**
 * Walks the page tree.
 *
 * @throws {CodedError} ERR_PDF_PAGE_TREE where the tree is too deep, too large or runs in a circle
 * @see ISO 32000-1 7.7.3
 */
export function readPageTree(document: PdfDocument): PageTree {
  const walk = new PageTreeWalk(document);
  const root = document.dict(document.trailer.get('Root'));
  walk.visit(root?.get('Pages') ?? null, new Map(), 0);
  return walk;
}

class PageTreeWalk implements PageTree {
  readonly pages: PageNode[] = [];
  readonly nodes = new Set<number>();
  readonly #document: PdfDocument;
  readonly #ancestors = new Set<number>();
  #visits = 0;

  constructor(document: PdfDocument) {
    this.#document = document;
  }

  visit(kid: PdfValue, inherited: PdfDict, depth: number): void {
    const number = kid instanceof Reference ? kid.number : 0;
    const dict = this.#document.resolve(kid);
    if (!(dict instanceof Map)) return;
    if (++this.#visits > MAX_VISITS) throw broken(`it has more than ${MAX_VISITS} nodes`);
    if (isPage(dict, this.#document)) this.#addPage(number, dict, inherited, depth);
    else this.#visitKids(number, dict, inherited, depth);
  }

  #visitKids(number: number, dict: PdfDict, inherited: PdfDict, depth: number): void {
    if (depth >= MAX_DEPTH) throw broken(`it is deeper than ${MAX_DEPTH} levels`);
    if (number !== 0 && this.#ancestors.has(number)) return; // a circle: there are no further pages in it
    this.#ancestors.add(number);
    this.#note(number);
    const own = INHERITABLE.filter((key) => dict.has(key)).map(
      (key) => [key, dict.get(key) ?? null] as const,
    );
    const passedOn = own.length === 0 ? inherited : new Map([...inherited, ...own]);
    const list = dict.get('Kids');
    if (list instanceof Reference) this.#note(list.number);
    const kids = this.#document.resolve(list);
    for (const kid of Array.isArray(kids) ? kids : []) this.visit(kid, passedOn, depth + 1);
    this.#ancestors.delete(number);
  }

  #addPage(object: number, dict: PdfDict, inherited: PdfDict, depth: number): void {
    if (depth === 0) return; // the root must not be a page
    if (this.pages.length >= MAP_LIMITS.pages) throw broken(`it has more than ${MAP_LIMITS.pages} pages`);
    this.pages.push(object === 0 ? { object, direct: dict, inherited } : { object, inherited });
  }

  #note(number: number): void {
    if (number !== 0) this.nodes.add(number);
  }
}

function isPage(dict: PdfDict, document: PdfDocument): boolean {
  if (Array.isArray(document.resolve(dict.get('Kids')))) return false;
  return document.resolve(dict.get('Type')) !== 'Pages';
}

function broken(what: string): CodedError {
  return new CodedError(
    'ERR_PDF_PAGE_TREE',
    `the page tree is no honest one: ${what}; share the file without a page map`,
  );
}
