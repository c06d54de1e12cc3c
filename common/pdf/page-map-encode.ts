import { CORE_PART, groupPart, navPart, type PageMap, type PageSet, pagePart, restPart } from './page-map.ts';
import { VarintWriter } from './varint.ts';

/** First bytes of every blob: name and version of the format. */
export const MAGIC = Buffer.from('pagemap/1\n', 'latin1');
/** Codes of owners; groups are `GROUP + 2 x index`, pages `PAGE + 2 x zigzag(page - the last page named)`. */
export const OWNER = { rest: 0, core: 1, nav: 2, group: 3, page: 4 } as const;
/** Flag of a map whose objects were found by searching, the cross-reference table being broken. */
export const REBUILT_FLAG = 1;

/**
 * The canonical blob of `map`: equal maps give equal bytes.
 *
 * @see docs/protocol/page-map.md
 */
export function encodePageMap(map: PageMap): Uint8Array<ArrayBuffer> {
  const out = new VarintWriter();
  out.raw(MAGIC);
  out.number(map.size);
  out.number(map.rebuilt ? REBUILT_FLAG : 0);
  out.number(map.pages.length);
  out.number(map.groups.length);
  for (const set of map.groups) writeSet(out, set);
  writeSegments(out, map);
  writePages(out, map);
  out.number(map.attributes.length);
  for (const text of [...map.attributes, map.catalog, map.trailer]) {
    out.number(text.length);
    out.raw(text);
  }
  writeDeadMembers(out, map);
  writeIrregular(out, map);
  out.raw(map.digests);
  return out.finish();
}

function writeSet(out: VarintWriter, set: PageSet): void {
  out.number(set.length);
  let end = -1;
  for (const run of set) {
    out.number(run.first - end - 1);
    out.number(run.end - run.first - 1);
    end = run.end;
  }
}

function writeSegments(out: VarintWriter, map: PageMap): void {
  const { lengths, owners } = map.segments;
  const firstPage = pagePart(map.groups.length, 0);
  const nav = navPart(map.groups.length, map.pages.length);
  const rest = restPart(map.groups.length, map.pages.length);
  out.number(lengths.length);
  let lastPage = 0;
  for (let at = 0; at < lengths.length; at++) {
    const owner = owners[at] as number;
    out.number(lengths[at] as number);
    if (owner === rest) out.number(OWNER.rest);
    else if (owner === CORE_PART) out.number(OWNER.core);
    else if (owner === nav) out.number(OWNER.nav);
    else if (owner < firstPage) out.number(OWNER.group + 2 * (owner - groupPart(0)));
    else {
      const delta = owner - firstPage - lastPage;
      out.number(OWNER.page + 2 * (delta >= 0 ? delta * 2 : delta * -2 - 1));
      lastPage = owner - firstPage;
    }
  }
}

function writePages(out: VarintWriter, map: PageMap): void {
  let lastObject = 0;
  for (const page of map.pages) {
    out.signed(page.object - lastObject);
    out.number(page.attributes);
    lastObject = page.object;
  }
}

function writeDeadMembers(out: VarintWriter, map: PageMap): void {
  out.number(map.deadMembers.length);
  let last = { container: 0, index: -1 };
  for (const member of map.deadMembers) {
    const sameContainer = member.container === last.container;
    out.number(member.container - last.container);
    out.number(sameContainer ? member.index - last.index - 1 : member.index);
    last = member;
  }
}

function writeIrregular(out: VarintWriter, map: PageMap): void {
  out.number(map.irregular.length);
  let begin = 0;
  for (const range of map.irregular) {
    out.number(range.begin - begin);
    out.number(range.end - range.begin);
    begin = range.begin;
  }
}
