import type { ByteRange } from '../range.ts';
import type { ByteReader } from './byte-reader.ts';
import { groupPart, type PageMap, pagePart } from './page-map.ts';

/** The bytes that showing `pages` needs, ascending, in the fewest ranges: their parts and their groups. */
export function neededSpans(map: PageMap, pages: readonly number[]): ByteRange[] {
  const isNeeded = neededParts(map, pages);
  const spans: { begin: number; end: number }[] = [];
  let at = 0;
  for (const [segment, length] of map.segments.lengths.entries()) {
    const end = at + length;
    if (isNeeded[map.segments.owners[segment] as number] === 1) {
      const last = spans.at(-1);
      if (last?.end === at) last.end = end;
      else spans.push({ begin: at, end });
    }
    at = end;
  }
  return spans;
}

function neededParts(map: PageMap, pages: readonly number[]): Uint8Array {
  const groupCount = map.groups.length;
  const isNeeded = new Uint8Array(groupCount + map.pages.length + 3);
  const chosenBefore = new Float64Array(map.pages.length + 1); // chosen pages below this index
  for (const page of pages) {
    isNeeded[pagePart(groupCount, page)] = 1;
    chosenBefore[page + 1] = 1;
  }
  for (let page = 0; page < map.pages.length; page++) {
    chosenBefore[page + 1] = (chosenBefore[page + 1] as number) + (chosenBefore[page] as number);
  }
  for (const [group, runs] of map.groups.entries()) {
    if (runs.some((run) => chosenBefore[run.end] !== chosenBefore[run.first])) isNeeded[groupPart(group)] = 1;
  }
  return isNeeded;
}

/**
 * `reader` as if all bytes outside `spans` were zero: what is not there yet is never read, and never believed.
 *
 * @param spans ascending and disjoint
 */
export function onlySpans(reader: ByteReader, spans: readonly ByteRange[]): ByteReader {
  const firstEndingAfter = (offset: number): number => {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    size: reader.size,
    read(begin, end) {
      let index = firstEndingAfter(begin);
      const span = spans[index];
      if (span !== undefined && span.begin <= begin && end <= span.end) return reader.read(begin, end);
      const bytes = new Uint8Array(end - begin);
      for (let next = span; next !== undefined && next.begin < end; next = spans[++index]) {
        const from = Math.max(begin, next.begin);
        bytes.set(reader.read(from, Math.min(end, next.end)), from - begin);
      }
      return bytes;
    },
  };
}
