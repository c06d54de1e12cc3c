import type { ByteRange } from '../range.ts';
import { ByteCursor } from './byte-cursor.ts';
import type { ByteReader } from './byte-reader.ts';
import { TRAILING_SPACE_BYTES } from './extent.ts';
import { readValueAt, skipSpaceAt } from './object-at.ts';
import { naturalOf, type PdfDict } from './value.ts';
import { AT_OFFSET, FREE, type XrefEntries } from './xref-entries.ts';

/** A cross-reference section that was read: its trailer dictionary, and where it stands. */
export interface XrefSection {
  readonly trailer: PdfDict;
  readonly extent: ByteRange;
}

interface Row {
  readonly number: number;
  readonly place: number;
  readonly generation: number;
  readonly inUse: boolean;
}

/**
 * Reads the classic cross-reference table at `offset` into `entries`; `undefined` if none stands there.
 *
 * In a hybrid file the stream at XRefStm lists what the table declares free, so free rows are added last: after
 * `readHidden` read that stream.
 *
 * @see ISO 32000-1 7.5.4, 7.5.8.4
 */
export function readXrefTable(
  reader: ByteReader,
  offset: number,
  entries: XrefEntries,
  readHidden: (streamOffset: number) => void,
): XrefSection | undefined {
  const cursor = new ByteCursor(reader, offset);
  if (!cursor.take('xref')) return undefined;
  const free: Row[] = [];
  for (const row of rowsOf(cursor)) {
    if (row.inUse) entries.addOlder(row.number, AT_OFFSET, row.place, row.generation);
    else free.push(row);
  }
  if (!cursor.take('trailer')) return undefined;

  const trailer = readValueAt(reader, cursor.at);
  if (trailer === undefined || !(trailer.value instanceof Map)) return undefined;
  const hidden = trailer.value.get('XRefStm');
  const hiddenAt = naturalOf(hidden);
  if (hiddenAt !== undefined) readHidden(hiddenAt);
  for (const row of free) entries.addOlder(row.number, FREE, 0, 0);
  const end = skipSpaceAt(reader, trailer.end, TRAILING_SPACE_BYTES);
  return { trailer: trailer.value, extent: { begin: offset, end } };
}

function* rowsOf(cursor: ByteCursor): Generator<Row> {
  for (;;) {
    let first = cursor.natural();
    const count = first === undefined ? undefined : cursor.natural();
    if (first === undefined || count === undefined) return;
    for (let at = 0; at < count; at++) {
      const place = cursor.natural();
      const generation = place === undefined ? undefined : cursor.natural();
      if (place === undefined || generation === undefined) return;
      const inUse = cursor.take('n');
      if (!inUse && !cursor.take('f')) return;
      // some writers count from 1, although the first row is the head of the free list, object 0
      if (at === 0 && first === 1 && !inUse && generation === 65_535) first = 0;
      yield { number: first + at, place, generation, inUse: inUse && place > 0 };
    }
  }
}
