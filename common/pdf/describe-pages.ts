import { withoutStrings } from './catalog-extras.ts';
import type { PdfDocument } from './document.ts';
import type { PageSource } from './page-map.ts';
import type { PageNode } from './page-tree.ts';
import { serialise } from './serialise.ts';
import type { PdfDict } from './value.ts';

/** Where each page is found and what it inherits, as the map says it. */
export interface DescribedPages {
  readonly pages: readonly PageSource[];
  /** the texts to which `pages` refers, in the order of first use */
  readonly attributes: readonly Uint8Array[];
}

/** Describes `nodes` for the map. */
export function describePages(document: PdfDocument, nodes: readonly PageNode[]): DescribedPages {
  const indexes = new Map<string, number>();
  const texts = new Map<PdfDict, string>(); // one dictionary serves all pages of a node
  const pages = nodes.map(({ object, direct, inherited }) => {
    const dict = direct === undefined ? inherited : new Map([...inherited, ...direct]);
    const text = texts.get(dict) ?? serialise(portable(document, dict));
    if (direct === undefined) texts.set(dict, text);
    const attributes = indexes.get(text) ?? indexes.size;
    indexes.set(text, attributes);
    return { object, attributes };
  });
  return { pages, attributes: [...indexes.keys()].map((text) => Buffer.from(text, 'latin1')) };
}

/** What may stand in another object: without ciphertext, and without the way back into the page tree. */
function portable(document: PdfDocument, dict: PdfDict): PdfDict {
  const own = new Map([...dict].filter(([key]) => key !== 'Parent'));
  return document.decryption === undefined ? own : (withoutStrings(own) as PdfDict);
}
