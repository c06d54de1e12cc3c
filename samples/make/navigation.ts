import {
  type PDFArray,
  type PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  type PDFPage,
  type PDFRef,
  PDFString,
} from 'pdf-lib';
import type { Box } from './sheet.ts';

/** An outline entry: where it leads, and what lies below it. */
export interface Entry {
  readonly title: string;
  readonly page: PDFPage;
  /** points from the bottom of the page */
  readonly y: number;
  readonly children: readonly Entry[];
}

/** Gives `document` an outline. @see ISO 32000-1 12.3.3 */
export function setOutline(document: PDFDocument, entries: readonly Entry[]): void {
  const { context } = document;
  const root = context.nextRef();
  context.assign(root, context.obj({ Type: 'Outlines', ...chain(document, root, entries) }));
  document.catalog.set(PDFName.of('Outlines'), root);
  document.catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));
}

/** Links `entries` to each other below `parent`; returns what the parent says of them. */
function chain(
  document: PDFDocument,
  parent: PDFRef,
  entries: readonly Entry[],
): Record<string, PDFRef | number> {
  const { context } = document;
  const refs = entries.map(() => context.nextRef());
  entries.forEach((entry, index) => {
    const [ref, previous, next] = [refs[index], refs[index - 1], refs[index + 1]];
    if (ref === undefined) return;
    const item = context.obj({
      Title: PDFHexString.fromText(entry.title),
      Parent: parent,
      Dest: destination(document, entry),
      ...(previous && { Prev: previous }),
      ...(next && { Next: next }),
      ...chain(document, ref, entry.children),
    });
    context.assign(ref, item);
  });
  const [first, last] = [refs[0], refs.at(-1)];
  return first && last ? { First: first, Last: last, Count: refs.length } : {};
}

function destination(document: PDFDocument, target: { page: PDFPage; y: number }): PDFArray {
  return document.context.obj([target.page.ref, PDFName.of('XYZ'), 0, target.y, 0]);
}

/** Gives `document` destinations that links reach by name. @see ISO 32000-1 12.3.2.3, 7.9.6 */
export function setNamedDestinations(
  document: PDFDocument,
  targets: ReadonlyMap<string, { page: PDFPage; y: number }>,
): void {
  const sorted = [...targets].sort(([a], [b]) => (a < b ? -1 : 1));
  const names = sorted.flatMap(([name, target]) => [PDFString.of(name), destination(document, target)]);
  const tree = document.context.register(document.context.obj({ Names: names }));
  document.catalog.set(PDFName.of('Names'), document.context.obj({ Dests: tree }));
}

/** Numbers the first `front` pages i, ii, iii and the rest from 1. @see ISO 32000-1 12.4.2 */
export function setPageLabels(document: PDFDocument, front: number): void {
  const roman = { S: PDFName.of('r') };
  const arabic = { S: PDFName.of('D') };
  document.catalog.set(PDFName.of('PageLabels'), document.context.obj({ Nums: [0, roman, front, arabic] }));
}

/** Makes `box` of `page` lead to the destination called `name`. @see ISO 32000-1 12.5.6.5 */
export function addLink(page: PDFPage, box: Box, name: string): void {
  const annotation: PDFDict = page.doc.context.obj({
    Type: 'Annot',
    Subtype: 'Link',
    Rect: [box.x, box.y, box.x + box.width, box.y + box.height],
    Border: [0, 0, 0],
    Dest: PDFString.of(name),
  });
  page.node.addAnnot(page.doc.context.register(annotation));
}
