import { naturalOf, type PdfDict, type PdfValue } from './value.ts';
import { AT_OFFSET, type EntryKind, FREE, IN_OBJECT_STREAM, type XrefEntries } from './xref-entries.ts';

/** Seven bytes hold any integer that a `number` holds. */
const MAX_FIELD_BYTES = 7;

/**
 * Adds the entries of a cross-reference stream with dictionary `dict` and decoded content `data`; false if /W makes
 * no sense. Damaged content counts as far as it goes.
 *
 * @see ISO 32000-1 7.5.8
 */
export function addXrefStream(dict: PdfDict, data: Uint8Array, entries: XrefEntries): boolean {
  const widths = naturals(dict.get('W'));
  const [kindBytes = 0, placeBytes = 0, minorBytes = 0] = widths;
  const rowBytes = widths.reduce((sum, width) => sum + width, 0);
  if (placeBytes === 0 || widths.some((width) => width > MAX_FIELD_BYTES)) return false;

  const size = naturalOf(dict.get('Size')) ?? 0;
  const index = dict.has('Index') ? naturals(dict.get('Index')) : [0, size];
  let at = 0;
  for (let section = 0; section + 1 < index.length; section += 2) {
    const first = index[section] as number;
    const count = index[section + 1] as number;
    for (let row = 0; row < count && at + rowBytes <= data.length; row++, at += rowBytes) {
      const kind = kindBytes === 0 ? AT_OFFSET : field(data, at, kindBytes);
      const place = field(data, at + kindBytes, placeBytes);
      const minor = field(data, at + kindBytes + placeBytes, minorBytes);
      if (isKind(kind)) entries.addOlder(first + row, kind, place, minor);
    }
  }
  return true;
}

function isKind(kind: number): kind is EntryKind {
  return kind === FREE || kind === AT_OFFSET || kind === IN_OBJECT_STREAM;
}

function field(data: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i++) value = value * 256 + (data[at + i] as number);
  return value;
}

function naturals(value: PdfValue | undefined): number[] {
  return Array.isArray(value) ? value.map((item) => naturalOf(item) ?? 0) : [];
}
