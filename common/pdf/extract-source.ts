import type { ByteReader } from './byte-reader.ts';
import { isObjectStream, PdfDocument } from './document.ts';
import { Lexer } from './lexer.ts';
import { neededSpans, onlySpans } from './needed-spans.ts';
import type { PageMap } from './page-map.ts';
import { type ScannedObject, scanSpans } from './scan-spans.ts';
import { type PdfDict, PdfStream } from './value.ts';
import { AT_OFFSET, IN_OBJECT_STREAM, XrefEntries } from './xref-entries.ts';

/** Limits that hold while extracting; a map from a stranger must not cost more. */
export const EXTRACT_LIMITS = {
  /** object streams of one extract, decompressed */
  decodeBytes: 1_073_741_824,
  /** readers refuse higher object numbers (MuPDF, Acrobat) */
  maxObjectNumber: 8_388_607,
} as const;

/** A live member of an object stream. */
interface LiveMember {
  readonly number: number;
  readonly container: number;
  readonly index: number;
}

/** Everything that was found in the bytes the pages need. */
export interface ExtractSource {
  /** reads zeros for all other bytes */
  readonly reader: ByteReader;
  /** the last object of each number, in file order */
  readonly objects: readonly ScannedObject[];
  readonly members: readonly LiveMember[];
  /** knows exactly these objects and members */
  readonly document: PdfDocument;
}

/** Finds the objects of `pages` by scanning what they need. */
export function openExtract(map: PageMap, reader: ByteReader, pages: readonly number[]): ExtractSource {
  const spans = neededSpans(map, pages);
  const visible = onlySpans(reader, spans);
  const objects = lastOfEachNumber(scanSpans(visible, spans, map.irregular));
  const entries = new XrefEntries();
  for (const { object } of objects) entries.set(object.number, AT_OFFSET, object.begin, object.generation);

  const xref = { entries, trailer: parseDict(map.trailer), extents: [], shift: 0 };
  const limits = { budget: { bytes: EXTRACT_LIMITS.decodeBytes }, checkpoint: () => undefined };
  const document = new PdfDocument(visible, xref, limits, () => true);
  const members = liveMembers(map, document, objects);
  for (const { number, container, index } of members) entries.set(number, IN_OBJECT_STREAM, container, index);
  return { reader: visible, objects, members, document };
}

/** The dictionary that a text of the map holds; an empty one if it holds something else. */
export function parseDict(text: Uint8Array): PdfDict {
  const value = new Lexer(text).next();
  return value instanceof Map ? value : new Map();
}

function lastOfEachNumber(found: readonly ScannedObject[]): ScannedObject[] {
  const last = new Map(found.map((scanned) => [scanned.object.number, scanned]));
  return found.filter((scanned) => last.get(scanned.object.number) === scanned);
}

function liveMembers(map: PageMap, document: PdfDocument, objects: readonly ScannedObject[]): LiveMember[] {
  const dead = new Set(map.deadMembers.map(({ container, index }) => `${container} ${index}`));
  return objects.flatMap(({ object: { number: container, value } }) => {
    if (!(value instanceof PdfStream) || !isObjectStream(value.dict)) return [];
    const numbers = document.objectStream(container)?.numbers ?? [];
    return numbers
      .map((number, index) => ({ number, container, index }))
      .filter(({ number, index }) => !dead.has(`${container} ${index}`) && !document.entries.has(number));
  });
}
