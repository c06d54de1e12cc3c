import type { PdfDocument } from './document.ts';
import { type PdfDict, PdfStream, type PdfValue, Reference } from './value.ts';
import { FREE } from './xref-entries.ts';

/**
 * Objects that a page may refer to and that lead out of it. Decided by the type of the *target*: keys do not tell,
 * a glyph may be called /P. docs/protocol/page-map.md, "What a page needs"
 */
const FOREIGN_TYPES = new Set<unknown>([
  'Page',
  'Pages',
  'Catalog',
  'StructTreeRoot',
  'StructElem',
  'Outlines',
  'Bead',
  'Thread',
  'DPart',
  'DPartRoot',
  'Sig',
  'DocTimeStamp',
]);
/** Actions that draw nothing and name fields and other pages. @see ISO 32000-1 table 198 */
const FOREIGN_ACTIONS = new Set<unknown>([
  'ResetForm',
  'SubmitForm',
  'ImportData',
  'Hide',
  'JavaScript',
  'Thread',
  'SetOCGState',
  'Rendition',
  'GoTo3DView',
]);
/** Of the page dictionary; Resources are treated by name, the rest draws nothing. */
const PAGE_SKIPS = new Set([
  'Parent',
  'Resources',
  'B',
  'StructParents',
  'PieceInfo',
  'Metadata',
  'Thumb',
  'AA',
  'SeparationInfo',
  'AF',
  'DPart',
]);
/** Of dictionaries that name their type; in others these are names that someone chose. */
const TYPED_SKIPS = new Set(['StructParent', 'StructParents', 'PieceInfo', 'Metadata', 'AF']);
/** Of annotations: the way back to the page, and what is played rather than drawn. */
const ANNOTATION_SKIPS = new Set([
  ...TYPED_SKIPS,
  'P',
  'Dest',
  'AA',
  'FS',
  'Sound',
  'Movie',
  'RichMediaContent',
  'RichMediaSettings',
  '3DD',
  'MK3D',
]);
const ACTION_SKIPS = new Set([...TYPED_SKIPS, 'Next', 'SD']);
const FIELD_SKIPS = new Set([...TYPED_SKIPS, 'Kids', 'AA', 'Lock', 'SV']);
const OBJECT_STREAM_SKIPS = new Set(['Extends']);
const NO_SKIPS: ReadonlySet<string> = new Set();

/** Whether closures stop in front of an object whose dictionary is `dict`. */
export function isForeign(dict: PdfDict): boolean {
  return FOREIGN_TYPES.has(dict.get('Type')) || FOREIGN_ACTIONS.has(dict.get('S'));
}

/** Whether `dict` is a form field's annotation, or one merged with its field. */
export function isWidget(dict: PdfDict): boolean {
  return dict.get('Subtype') === 'Widget' && dict.has('Rect');
}

/** Appends the slots of all objects that `value` refers to and that exist, as closures follow them. */
export function collectReferences(document: PdfDocument, value: PdfValue | undefined, slots: number[]): void {
  if (value instanceof Reference) {
    const slot = document.entries.slotOf(value.number);
    if (slot >= 0 && document.entries.kinds[slot] !== FREE) slots.push(slot);
  } else if (Array.isArray(value)) for (const item of value) collectReferences(document, item, slots);
  else if (value instanceof Map) collectFromDict(document, value, skipsOf(value, false), slots);
  else if (value instanceof PdfStream)
    collectFromDict(document, value.dict, skipsOf(value.dict, true), slots);
}

/** Like `collectReferences`, for a page dictionary and without its Resources. */
export function collectPageReferences(document: PdfDocument, page: PdfDict, slots: number[]): void {
  collectFromDict(document, page, PAGE_SKIPS, slots);
}

/** Like `collectReferences`, for the dictionary of a form XObject or tiling pattern and without its Resources. */
export function collectFormReferences(document: PdfDocument, form: PdfDict, slots: number[]): void {
  collectFromDict(document, form, new Set([...TYPED_SKIPS, 'Resources']), slots);
}

function collectFromDict(
  document: PdfDocument,
  dict: PdfDict,
  skips: ReadonlySet<string>,
  slots: number[],
): void {
  for (const [key, value] of dict) if (!skips.has(key)) collectReferences(document, value, slots);
}

function skipsOf(dict: PdfDict, isStream: boolean): ReadonlySet<string> {
  const subtype = dict.get('Subtype');
  const type = dict.get('Type');
  if (typeof subtype === 'string' && dict.has('Rect'))
    return subtype === 'Popup' ? POPUP_SKIPS : ANNOTATION_SKIPS;
  if (dict.has('Kids') && ['T', 'FT', 'Parent', 'Ff', 'DA'].some((key) => dict.has(key))) return FIELD_SKIPS;
  if (type === 'ObjStm') return OBJECT_STREAM_SKIPS;
  if (type === 'Action' || (typeof dict.get('S') === 'string' && (dict.has('D') || dict.has('URI'))))
    return ACTION_SKIPS;
  return isStream || typeof type === 'string' || typeof subtype === 'string' ? TYPED_SKIPS : NO_SKIPS;
}

const POPUP_SKIPS = new Set([...ANNOTATION_SKIPS, 'Parent']);
