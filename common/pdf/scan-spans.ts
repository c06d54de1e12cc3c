import type { ByteRange } from '../range.ts';
import { type ByteReader, clipped } from './byte-reader.ts';
import { plainObjectEnd } from './extent.ts';
import { type ObjectAt, readObjectAt } from './object-at.ts';

/** An object that was found in the spans, and where it ends. */
export interface ScannedObject {
  readonly object: ObjectAt;
  readonly end: number;
}

/**
 * Finds the objects in `spans`, in file order, without a cross-reference table: in a span one follows the other.
 * Those that would not be found this way are listed as `irregular`.
 *
 * @see docs/protocol/page-map.md, "Finding the objects"
 */
export function scanSpans(
  reader: ByteReader,
  spans: readonly ByteRange[],
  irregular: readonly ByteRange[],
): ScannedObject[] {
  const found: ScannedObject[] = [];
  let next = 0;
  for (const span of spans) {
    while (next < irregular.length && (irregular[next]?.begin ?? 0) < span.begin) next++;
    const first = next;
    while (next < irregular.length && (irregular[next]?.begin ?? 0) < span.end) next++;
    const listed = irregular.slice(first, next).filter((range) => range.end <= span.end);
    for (const range of listed) {
      const object = readObjectAt(clipped(reader, range.end), range.begin);
      if (object !== undefined) found.push({ object, end: range.end });
    }
    scanSpan(clipped(reader, span.end), span.begin, listed, found);
  }
  return found.sort((a, b) => a.object.begin - b.object.begin);
}

function scanSpan(
  reader: ByteReader,
  begin: number,
  listed: readonly ByteRange[],
  found: ScannedObject[],
): void {
  let next = 0;
  for (let at = begin; at < reader.size; ) {
    while (next < listed.length && (listed[next]?.end ?? 0) <= at) next++;
    const covering = listed[next];
    if (covering !== undefined && covering.begin <= at) {
      at = covering.end;
      continue;
    }
    const object = readObjectAt(reader, at);
    if (object === undefined) {
      if (covering === undefined) return;
      at = covering.begin; // nothing of ours up to there
      continue;
    }
    const end = plainObjectEnd(reader, object);
    found.push({ object, end });
    at = end;
  }
}
