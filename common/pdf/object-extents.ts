import { clipped } from './byte-reader.ts';
import type { PdfDocument } from './document.ts';
import { objectEnd, plainObjectEnd } from './extent.ts';
import { naturalOf, PdfStream } from './value.ts';

/** Where an object stands in the file. */
export interface ObjectExtent {
  readonly begin: number;
  readonly end: number;
  /** whether `plainObjectEnd` finds the same end */
  readonly regular: boolean;
}

/** Where object `number` stands; `undefined` if it does not stand in the file by itself. */
export function objectExtent(document: PdfDocument, number: number): ObjectExtent | undefined {
  const object = document.objectAt(number);
  if (object === undefined) return undefined;
  const { begin, value } = object;
  if (!(value instanceof PdfStream))
    return { begin, end: objectEnd(document.reader, object.valueEnd), regular: true };
  const { dataEnd, end: contentEnd, closed } = document.extentOf(value);
  const end = objectEnd(document.reader, contentEnd);
  const tellsLength = naturalOf(value.dict.get('Length')) === dataEnd - value.dataBegin;
  // one without `endstream` would swallow the next when more of the file is in sight
  const regular = closed && (tellsLength || plainObjectEnd(clipped(document.reader, end), object) === end);
  return { begin, end, regular };
}
