import type { ByteRange } from '../range.ts';
import type { ByteReader } from './byte-reader.ts';
import { objectEnd, streamExtent } from './extent.ts';
import { type DecodeBudget, decodeFilters, filterStages } from './filters/decode-filters.ts';
import { findBackward, findForward } from './find-bytes.ts';
import { readObjectAt } from './object-at.ts';
import { naturalOf, type PdfDict, PdfStream, type PdfValue, Reference } from './value.ts';
import { XrefEntries } from './xref-entries.ts';
import { addXrefStream } from './xref-stream.ts';
import { readXrefTable, type XrefSection } from './xref-table.ts';

/** The header may stand this far into the file. @see ISO 32000-1 annex H, 3.4.1 */
const HEADER_SEARCH_BYTES = 1024;
const STARTXREF = 'startxref';

/** What the cross-reference sections say. */
export interface Xref {
  readonly entries: XrefEntries;
  /** of the newest section; its Root, Encrypt and ID hold */
  readonly trailer: PdfDict;
  /** where the sections, `startxref` and what follows it stand */
  readonly extents: readonly ByteRange[];
  /** offsets count from here: bytes before `%PDF-` */
  readonly shift: number;
}

/** Offset of `%PDF-`; 0 where it is missing. */
export function headerOffset(reader: ByteReader): number {
  return Math.max(0, findForward(reader, '%PDF-', 0, Math.min(reader.size, HEADER_SEARCH_BYTES)));
}

/**
 * Reads the chain of cross-reference sections from `startxref` on, the newest first; `undefined` if it is broken
 * anywhere.
 *
 * @see ISO 32000-1 7.5.4 to 7.5.8
 */
export function readXrefChain(reader: ByteReader, budget: DecodeBudget): Xref | undefined {
  const keyword = findBackward(reader, STARTXREF, 0, reader.size);
  if (keyword < 0) return undefined;
  const start = readNumberAt(reader, keyword + STARTXREF.length);
  if (start === undefined) return undefined;

  const shift = headerOffset(reader);
  const chain = new XrefChain(reader, shift, budget);
  const trailer = chain.follow(start);
  if (trailer === undefined) return undefined;
  return {
    entries: chain.entries,
    trailer,
    extents: [...chain.extents, { begin: keyword, end: reader.size }],
    shift,
  };
}

function readNumberAt(reader: ByteReader, at: number): number | undefined {
  const text = Buffer.from(reader.read(at, Math.min(reader.size, at + 40))).toString('latin1');
  const digits = /^\s*(\d+)/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

class XrefChain {
  readonly entries = new XrefEntries();
  readonly extents: ByteRange[] = [];
  readonly #reader: ByteReader;
  readonly #shift: number;
  readonly #budget: DecodeBudget;
  readonly #seen = new Set<number>();

  constructor(reader: ByteReader, shift: number, budget: DecodeBudget) {
    this.#reader = reader;
    this.#shift = shift;
    this.#budget = budget;
  }

  /** Reads the section at `start` and all it leads to; the newest trailer, or `undefined` if a section is broken. */
  follow(start: number): PdfDict | undefined {
    let newest: PdfDict | undefined;
    let offset: number | undefined = start;
    while (offset !== undefined && !this.#seen.has(offset)) {
      this.#seen.add(offset);
      const section: XrefSection | undefined = this.#section(offset);
      if (section === undefined) return undefined;
      newest ??= section.trailer;
      if (!newest.has('Root')) newest = new Map([...section.trailer, ...newest]);
      offset = previousOf(section.trailer);
    }
    return newest;
  }

  #section(offset: number): XrefSection | undefined {
    const section =
      this.#sectionAt(offset) ?? (this.#shift > 0 ? this.#sectionAt(offset + this.#shift) : undefined);
    if (section !== undefined) this.extents.push(section.extent);
    return section;
  }

  #sectionAt(offset: number): XrefSection | undefined {
    return (
      readXrefTable(this.#reader, offset, this.entries, (hidden) => void this.#hidden(hidden)) ??
      this.#streamAt(offset)
    );
  }

  #hidden(offset: number): void {
    if (this.#seen.has(offset)) return;
    this.#seen.add(offset);
    const section =
      this.#streamAt(offset) ?? (this.#shift > 0 ? this.#streamAt(offset + this.#shift) : undefined);
    if (section !== undefined) this.extents.push(section.extent);
  }

  #streamAt(offset: number): XrefSection | undefined {
    const object = readObjectAt(this.#reader, offset);
    if (object === undefined || !(object.value instanceof PdfStream)) return undefined;
    const { dict, dataBegin } = object.value;
    const { dataEnd, end } = streamExtent(
      this.#reader,
      dataBegin,
      naturalOf(dict.get('Length')),
      this.#reader.size,
    );
    const data = decodeFilters(
      this.#reader.read(dataBegin, dataEnd),
      filterStages(dict, direct),
      this.#budget,
    );
    if (data === undefined || !addXrefStream(dict, data, this.entries)) return undefined;
    return { trailer: dict, extent: { begin: object.begin, end: objectEnd(this.#reader, end) } };
  }
}

/** The dictionary of a cross-reference stream holds no references that could be followed yet. */
function direct(value: PdfValue | undefined): PdfValue {
  return value === undefined || value instanceof Reference ? null : value;
}

/** Some writers make /Prev a reference, `1234 0 R`. */
function previousOf(trailer: PdfDict): number | undefined {
  const previous = trailer.get('Prev');
  return previous instanceof Reference ? previous.number : naturalOf(previous);
}
