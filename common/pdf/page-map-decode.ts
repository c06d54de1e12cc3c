import { equalBytes } from '../bytes.ts';
import { CodedError } from '../errors.ts';
import type { ByteRange } from '../range.ts';
import {
  CORE_PART,
  type DeadMember,
  groupPart,
  LEAF_BYTES,
  LEAF_DIGEST_BYTES,
  MAP_LIMITS,
  mostNeededFirst,
  navPart,
  type PageMap,
  type PageSet,
  type PageSource,
  pagePart,
  pagesIn,
  partBytes,
  restPart,
  type Segments,
} from './page-map.ts';
import { MAGIC, OWNER, REBUILT_FLAG } from './page-map-encode.ts';
import { VarintReader } from './varint.ts';

/**
 * The map that `blob` holds, checked in full: lengths sum to the size, indexes lie in range, everything stands in
 * canonical order, each leaf has its digest. Work and memory are proportional to the blob, whatever it claims.
 *
 * @throws {CodedError} ERR_PAGEMAP_NOT_A_MAP, ERR_PAGEMAP_TRUNCATED, ERR_PAGEMAP_LIMIT, ERR_PAGEMAP_INVALID,
 *   ERR_PAGEMAP_NOT_CANONICAL
 * @see docs/protocol/page-map.md
 */
export function decodePageMap(blob: Uint8Array): PageMap {
  if (blob.length > MAP_LIMITS.blobBytes) {
    throw new CodedError(
      'ERR_PAGEMAP_LIMIT',
      `a map of ${blob.length} bytes, the limit is ${MAP_LIMITS.blobBytes}`,
    );
  }
  if (!equalBytes(blob.subarray(0, MAGIC.length), MAGIC)) {
    throw new CodedError(
      'ERR_PAGEMAP_NOT_A_MAP',
      "a page map begins with 'pagemap/1'; this is something else or newer",
    );
  }

  const source = new VarintReader(blob.subarray(MAGIC.length));
  const size = source.number();
  const flags = source.number();
  if (flags > REBUILT_FLAG) throw invalid(`unknown flags ${flags}`);
  const pageCount = source.count(2, MAP_LIMITS.pages, 'pages');
  if (pageCount === 0) throw invalid('a map has at least one page');
  const groups = readGroups(source, pageCount);
  const segments = readSegments(source, size, groups.length, pageCount);
  const pages = readPages(source, pageCount);
  const attributes = readAttributes(source, pages);
  const catalog = readText(source);
  const trailer = readText(source);
  const deadMembers = readDeadMembers(source);
  const irregular = readIrregular(source, size);
  const digests = readDigests(source, partBytes({ groups, pages, segments }), groups.length);
  return {
    size,
    rebuilt: flags === REBUILT_FLAG,
    groups,
    segments,
    pages,
    attributes,
    catalog,
    trailer,
    deadMembers,
    irregular,
    digests,
  };
}

function readGroups(source: VarintReader, pageCount: number): PageSet[] {
  const count = source.count(3, MAP_LIMITS.groups, 'groups');
  const groups: PageSet[] = [];
  for (let at = 0; at < count; at++) {
    const set = readSet(source, pageCount);
    const last = groups.at(-1);
    if (last !== undefined && mostNeededFirst(last, set) >= 0) throw notCanonical('groups out of order');
    groups.push(set);
  }
  return groups;
}

function readSet(source: VarintReader, pageCount: number): PageSet {
  const count = source.count(2, pageCount, 'runs in a group');
  const runs: { first: number; end: number }[] = [];
  let end = -1;
  for (let at = 0; at < count; at++) {
    const first = end + 1 + source.number();
    end = first + 1 + source.number();
    if (end > pageCount) throw invalid('a group names a page beyond the last');
    runs.push({ first, end });
  }
  if (pagesIn(runs) < 2) throw invalid('a group has fewer than two pages');
  return runs;
}

function readSegments(source: VarintReader, size: number, groupCount: number, pageCount: number): Segments {
  const count = source.count(2, MAP_LIMITS.segments, 'segments');
  const lengths = new Float64Array(count);
  const owners = new Int32Array(count);
  const readOwner = ownerReader(source, groupCount, pageCount);
  let sum = 0;
  for (let at = 0; at < count; at++) {
    const length = source.number();
    sum += length;
    if (length === 0 || sum > size) throw invalid('the lengths of the segments do not add up to the size');
    lengths[at] = length;
    owners[at] = readOwner();
    if (at > 0 && owners[at] === owners[at - 1]) throw notCanonical('two neighbours have the same owner');
  }
  if (sum !== size) throw invalid('the lengths of the segments do not add up to the size');
  return { lengths, owners };
}

function ownerReader(source: VarintReader, groupCount: number, pageCount: number): () => number {
  let lastPage = 0;
  return () => {
    const code = source.number();
    if (code === OWNER.rest) return restPart(groupCount, pageCount);
    if (code === OWNER.core) return CORE_PART;
    if (code === OWNER.nav) return navPart(groupCount, pageCount);
    if (code % 2 === OWNER.group % 2) {
      const group = (code - OWNER.group) / 2;
      if (group >= groupCount) throw invalid(`a segment of group ${group} of ${groupCount}`);
      return groupPart(group);
    }
    const zigzag = (code - OWNER.page) / 2;
    lastPage += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    if (lastPage < 0 || lastPage >= pageCount) throw invalid(`a segment of page ${lastPage} of ${pageCount}`);
    return pagePart(groupCount, lastPage);
  };
}

function readPages(source: VarintReader, pageCount: number): PageSource[] {
  const pages: PageSource[] = [];
  let object = 0;
  for (let at = 0; at < pageCount; at++) {
    object += source.signed();
    if (object < 0 || object > MAP_LIMITS.objectNumber) throw invalid(`object number ${object}`);
    pages.push({ object, attributes: source.number() });
  }
  return pages;
}

function readAttributes(source: VarintReader, pages: readonly PageSource[]): Uint8Array[] {
  const count = source.count(1, pages.length, 'attribute sets');
  let used = 0;
  for (const { attributes } of pages) {
    if (attributes > used) throw notCanonical('attribute sets are numbered in the order of their first use');
    if (attributes === used) used++;
  }
  if (used !== count) throw invalid('an attribute set is missing, or nobody uses it');
  return Array.from({ length: count }, () => readText(source));
}

function readText(source: VarintReader): Uint8Array {
  return source.raw(source.number());
}

function readDeadMembers(source: VarintReader): DeadMember[] {
  const count = source.count(2, MAP_LIMITS.listed, 'dead members');
  const members: DeadMember[] = [];
  let container = 0;
  let index = -1;
  for (let at = 0; at < count; at++) {
    const step = source.number();
    container += step;
    index = step === 0 ? index + 1 + source.number() : source.number();
    if (container > MAP_LIMITS.objectNumber || index > MAP_LIMITS.objectNumber)
      throw invalid('an impossible object stream');
    members.push({ container, index });
  }
  return members;
}

function readIrregular(source: VarintReader, size: number): ByteRange[] {
  const count = source.count(2, MAP_LIMITS.listed, 'irregular objects');
  const ranges: ByteRange[] = [];
  let last: ByteRange = { begin: 0, end: 0 };
  for (let at = 0; at < count; at++) {
    const begin = last.begin + source.number();
    const end = begin + source.number();
    if (begin === last.begin && end <= last.end) throw notCanonical('irregular objects out of order');
    if (end <= begin || end > size) throw invalid('an object outside the file');
    last = { begin, end };
    ranges.push(last);
  }
  return ranges;
}

function readDigests(source: VarintReader, bytes: Float64Array, groupCount: number): Uint8Array {
  let leaves = 0;
  for (let part = 0; part < bytes.length; part++) {
    const inPart = bytes[part] as number;
    if (inPart === 0 && part >= groupPart(0) && part < groupPart(groupCount))
      throw invalid('a group without bytes');
    leaves += Math.ceil(inPart / LEAF_BYTES);
  }
  if (source.remaining !== leaves * LEAF_DIGEST_BYTES) {
    throw invalid(
      `${leaves} leaves need ${leaves * LEAF_DIGEST_BYTES} bytes of digests, there are ${source.remaining}`,
    );
  }
  return source.raw(source.remaining);
}

function invalid(what: string): CodedError {
  return new CodedError(
    'ERR_PAGEMAP_INVALID',
    `the map contradicts itself (${what}); ask another holder for it`,
  );
}

function notCanonical(what: string): CodedError {
  return new CodedError('ERR_PAGEMAP_NOT_CANONICAL', `the map is not in canonical form (${what})`);
}
