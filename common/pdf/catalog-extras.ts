import type { PdfDocument } from './document.ts';
import { type PdfDict, PdfString, type PdfValue, Reference } from './value.ts';

/** Of the interactive form; Fields are those of the extracted pages, XFA and signatures are not for parts. */
const FORM_KEYS = ['DR', 'DA', 'Q', 'NeedAppearances'];
/** Dictionaries in dictionaries: deeper than any configuration of optional content. */
const MAX_DEPTH = 12;

/**
 * Entries of the document catalog that drawing a page depends on, to be carried in the map: optional content, and the
 * interactive form's defaults.
 *
 * References to optional content groups stay references: the groups that a page uses are among what it needs.
 * Strings are left out of encrypted documents, where they are ciphertext bound to the object they stood in.
 */
export function catalogExtras(document: PdfDocument): PdfDict {
  const root = document.dict(document.trailer.get('Root'));
  const extras: PdfDict = new Map();
  const optionalContent = root?.get('OCProperties');
  if (optionalContent !== undefined) extras.set('OCProperties', inlined(document, optionalContent, 0));
  const form = document.dict(root?.get('AcroForm'));
  if (form !== undefined) extras.set('AcroForm', formDefaults(document, form));
  return extras;
}

/** What of the interactive form pages with fields refer to. */
export function formDefaults(document: PdfDocument, form: PdfDict): PdfDict {
  const defaults: PdfDict = new Map();
  for (const key of FORM_KEYS) {
    const value = form.get(key);
    if (value !== undefined) defaults.set(key, value);
  }
  return document.decryption === undefined ? defaults : (withoutStrings(defaults) as PdfDict);
}

/** `value` with everything it refers to written out, but optional content groups. */
function inlined(document: PdfDocument, value: PdfValue, depth: number): PdfValue {
  if (depth > MAX_DEPTH) return null;
  const target = document.resolve(value);
  if (Array.isArray(target)) return target.map((item) => inlined(document, item, depth + 1));
  if (target instanceof PdfString) return document.decryption === undefined ? target : null;
  if (!(target instanceof Map)) return typeof target === 'object' ? null : target;
  const isGroup = target.get('Type') === 'OCG' || (target.has('Name') && depth > 0 && !target.has('Order'));
  if (value instanceof Reference && isGroup && !isConfiguration(target)) return value;
  return new Map([...target].map(([key, item]) => [key, inlined(document, item, depth + 1)]));
}

/** Configurations have a Name, too. @see ISO 32000-1 table 101 */
function isConfiguration(dict: PdfDict): boolean {
  return ['BaseState', 'ON', 'OFF', 'AS', 'Order', 'RBGroups', 'ListMode', 'Locked'].some((key) =>
    dict.has(key),
  );
}

/** `value` without its strings. */
export function withoutStrings(value: PdfValue): PdfValue {
  if (value instanceof PdfString) return null;
  if (Array.isArray(value)) return value.map(withoutStrings);
  if (!(value instanceof Map)) return value;
  return new Map(
    [...value]
      .filter(([, item]) => !(item instanceof PdfString))
      .map(([key, item]) => [key, withoutStrings(item)]),
  );
}
