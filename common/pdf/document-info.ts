import type { PdfDocument } from './document.ts';
import { decodeTextString } from './text-string.ts';
import { PdfString, Reference } from './value.ts';

/** A title of a thousand characters is a mistake; search indexes need not carry more. */
const MAX_CHARACTERS = 1000;

/** What the PDF's information dictionary says; empty texts where it says nothing. @see ISO 32000-1 14.3.3 */
export interface DocumentInfo {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly keywords: string;
}

/** An information dictionary that says nothing. */
export const NO_INFO: DocumentInfo = { title: '', author: '', subject: '', keywords: '' };

/** Reads the information dictionary, decrypted where it must be. */
export function readDocumentInfo(document: PdfDocument): DocumentInfo {
  if (document.locked !== '') return NO_INFO;
  const reference = document.trailer.get('Info');
  const dict = document.dict(reference);
  const textOf = (key: string): string => {
    const value = document.resolve(dict?.get(key));
    if (!(value instanceof PdfString)) return '';
    const holder = dict?.get(key) instanceof Reference ? dict.get(key) : reference;
    return Array.from(decodeTextString(decrypted(document, value, holder)))
      .slice(0, MAX_CHARACTERS)
      .join('');
  };
  return {
    title: textOf('Title'),
    author: textOf('Author'),
    subject: textOf('Subject'),
    keywords: textOf('Keywords'),
  };
}

/** Strings in object streams are not encrypted again. */
function decrypted(document: PdfDocument, { bytes }: PdfString, holder: unknown): Uint8Array {
  if (document.decryption === undefined || !(holder instanceof Reference)) return bytes;
  const object = document.objectAt(holder.number);
  return object === undefined ? bytes : document.decryption.string(bytes, object);
}
