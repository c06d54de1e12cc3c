import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { equalBytes } from '../../../../common/bytes.ts';
import { codeOf } from '../../../../common/errors.ts';
import { layoutOf, needBytes } from '../../../../common/pdf/page-layout.ts';
import {
  digestOfMap,
  LEAF_BYTES,
  LEAF_DIGEST_BYTES,
  mostNeededFirst,
  type PageMap,
  type PageSet,
  pagesIn,
  partBytes,
} from '../../../../common/pdf/page-map.ts';
import { decodePageMap } from '../../../../common/pdf/page-map-decode.ts';
import { encodePageMap } from '../../../../common/pdf/page-map-encode.ts';
import { thrownCode } from '../../../support/vectors.ts';

const EMPTY_DICT = Buffer.from('<<>>');

/** Runs from a list of page indexes. */
function setOf(pages: readonly number[]): PageSet {
  const runs: { first: number; end: number }[] = [];
  for (const page of [...new Set(pages)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.end === page) last.end++;
    else runs.push({ first: page, end: page + 1 });
  }
  return runs;
}

/** Any map in canonical form: the parts are made first, the digests fit. */
const anyMap: fc.Arbitrary<PageMap> = fc
  .record({
    pageCount: fc.integer({ min: 1, max: 12 }),
    sets: fc.array(fc.array(fc.nat(11), { minLength: 2, maxLength: 12 }), { maxLength: 5 }),
    owners: fc.array(fc.record({ owner: fc.nat(40), length: fc.integer({ min: 1, max: 600_000 }) }), {
      minLength: 1,
      maxLength: 30,
    }),
    objects: fc.array(fc.nat(2_000_000), { minLength: 12, maxLength: 12 }),
    attributes: fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }),
    rebuilt: fc.boolean(),
    dead: fc.uniqueArray(fc.record({ container: fc.nat(50), index: fc.nat(300) }), {
      selector: (member) => `${member.container} ${member.index}`,
    }),
    irregular: fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { maxLength: 4 }),
    seed: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  })
  .map(aMap);

function aMap(made: {
  pageCount: number;
  sets: number[][];
  owners: { owner: number; length: number }[];
  objects: number[];
  attributes: number[];
  rebuilt: boolean;
  dead: { container: number; index: number }[];
  irregular: number[];
  seed: Uint8Array;
}): PageMap {
  const { pageCount } = made;
  const sets = made.sets
    .map((pages) => setOf(pages.map((page) => page % pageCount)))
    .filter((set) => pagesIn(set) > 1);
  const groups = [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()].sort(mostNeededFirst);
  const parts = groups.length + pageCount + 3;
  const lengths: number[] = [];
  const owners: number[] = [];
  const wanted = [...groups.map((_, index) => ({ owner: 1 + index, length: 7 })), ...made.owners];
  for (const { owner, length } of wanted) {
    if (owners.at(-1) === owner % parts) continue;
    owners.push(owner % parts);
    lengths.push(length);
  }
  const uses: number[] = [];
  const pages = made.objects.slice(0, pageCount).map((object, at) => {
    const use = made.attributes[at] ?? 0;
    if (!uses.includes(use)) uses.push(use);
    return { object, attributes: uses.indexOf(use) };
  });
  const segments = { lengths: Float64Array.from(lengths), owners: Int32Array.from(owners) };
  const size = lengths.reduce((sum, length) => sum + length, 0);
  const leaves = partBytes({ groups, pages, segments }).reduce(
    (sum, bytes) => sum + Math.ceil(bytes / LEAF_BYTES),
    0,
  );
  const digests = new Uint8Array(leaves * LEAF_DIGEST_BYTES).map(
    (_, at) => (made.seed[at % made.seed.length] ?? 0) ^ at,
  );
  return {
    size,
    rebuilt: made.rebuilt,
    groups,
    segments,
    pages,
    attributes: uses.map((use) => Buffer.from(`<</Rotate ${use}>>`)),
    catalog: EMPTY_DICT,
    trailer: EMPTY_DICT,
    deadMembers: made.dead.sort((a, b) => a.container - b.container || a.index - b.index),
    irregular: made.irregular
      .sort((a, b) => a - b)
      .filter((begin) => begin < size)
      .map((begin) => ({ begin, end: Math.min(size, begin + 10) })),
    digests,
  };
}

/** A small map, changed as a test wants it. */
function aSmallMap(changes: Partial<PageMap> = {}): PageMap {
  return {
    size: 100,
    rebuilt: false,
    groups: [[{ first: 0, end: 2 }]],
    segments: { lengths: Float64Array.of(10, 20, 30, 40), owners: Int32Array.of(0, 1, 2, 3) },
    pages: [
      { object: 3, attributes: 0 },
      { object: 4, attributes: 0 },
    ],
    attributes: [EMPTY_DICT],
    catalog: EMPTY_DICT,
    trailer: EMPTY_DICT,
    deadMembers: [],
    irregular: [],
    digests: new Uint8Array(4 * LEAF_DIGEST_BYTES),
    ...changes,
  };
}

function codeOfDecoding(map: PageMap): string | undefined {
  return thrownCode(() => decodePageMap(encodePageMap(map)));
}

describe('decodePageMap', () => {
  test('gives back what was encoded, in canonical form', () => {
    fc.assert(
      fc.property(anyMap, (map) => {
        const blob = encodePageMap(map);
        const decoded = decodePageMap(blob);
        expect(decoded.segments).toEqual(map.segments);
        expect(decoded.groups).toEqual(map.groups);
        expect(decoded.pages).toEqual(map.pages);
        expect(decoded.deadMembers).toEqual(map.deadMembers);
        expect(decoded.irregular).toEqual(map.irregular);
        expect(equalBytes(encodePageMap(decoded), blob)).toBe(true);
      }),
    );
  });

  test('survives any bytes, and accepts only canonical ones', () => {
    const mutated = fc
      .tuple(anyMap, fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }), fc.nat(400))
      .map(([map, changes, cut]) => {
        const blob = encodePageMap(map);
        for (const [at, value] of changes) blob[at % blob.length] = value;
        return cut < blob.length && cut % 3 === 0 ? blob.subarray(0, cut) : blob;
      });
    fc.assert(
      fc.property(mutated, (blob) => {
        try {
          expect(equalBytes(encodePageMap(decodePageMap(blob)), blob)).toBe(true);
        } catch (error) {
          if (!String(codeOf(error)).startsWith('ERR_PAGEMAP_')) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('refuses what is no page map, or a newer one', () => {
    expect(thrownCode(() => decodePageMap(Buffer.from('pagemap/2\n')))).toBe('ERR_PAGEMAP_NOT_A_MAP');
    expect(thrownCode(() => decodePageMap(new Uint8Array(0)))).toBe('ERR_PAGEMAP_NOT_A_MAP');
    expect(thrownCode(() => decodePageMap(Buffer.from('pagemap/1\n')))).toBe('ERR_PAGEMAP_TRUNCATED');
  });

  test('refuses lengths that do not add up to the size', () => {
    expect(codeOfDecoding(aSmallMap({ size: 99 }))).toBe('ERR_PAGEMAP_INVALID');
    expect(codeOfDecoding(aSmallMap({ size: 101 }))).toBe('ERR_PAGEMAP_INVALID');
  });

  test('refuses owners, pages and objects that are not there', () => {
    const segments = (owner: number) => ({
      lengths: Float64Array.of(10, 90),
      owners: Int32Array.of(1, owner),
    });
    expect(codeOfDecoding(aSmallMap({ segments: segments(9) }))).toBe('ERR_PAGEMAP_INVALID');
    expect(codeOfDecoding(aSmallMap({ groups: [[{ first: 0, end: 3 }]] }))).toBe('ERR_PAGEMAP_INVALID');
    expect(codeOfDecoding(aSmallMap({ groups: [[{ first: 1, end: 2 }]] }))).toBe('ERR_PAGEMAP_INVALID');
    expect(codeOfDecoding(aSmallMap({ irregular: [{ begin: 90, end: 101 }] }))).toBe('ERR_PAGEMAP_INVALID');
    expect(codeOfDecoding(aSmallMap({ attributes: [] }))).toBe('ERR_PAGEMAP_INVALID');
  });

  test('refuses a group that owns nothing, and digests that are too few or too many', () => {
    const nobody = { lengths: Float64Array.of(60, 40), owners: Int32Array.of(2, 3) };
    expect(codeOfDecoding(aSmallMap({ segments: nobody }))).toBe('ERR_PAGEMAP_INVALID');
    expect(codeOfDecoding(aSmallMap({ digests: new Uint8Array(48) }))).toBe('ERR_PAGEMAP_INVALID');
    expect(codeOfDecoding(aSmallMap({ digests: new Uint8Array(80) }))).toBe('ERR_PAGEMAP_INVALID');
  });

  test('refuses neighbours of one owner and groups out of order', () => {
    const twice = { lengths: Float64Array.of(10, 20, 70), owners: Int32Array.of(1, 0, 0) };
    expect(codeOfDecoding(aSmallMap({ segments: twice }))).toBe('ERR_PAGEMAP_NOT_CANONICAL');
    const same = [[{ first: 0, end: 2 }], [{ first: 0, end: 2 }]];
    expect(codeOfDecoding(aSmallMap({ groups: same }))).toBe('ERR_PAGEMAP_NOT_CANONICAL');
  });

  test('allocates nothing for counts and sizes that the blob cannot hold', () => {
    const huge = aSmallMap({
      size: 2 ** 52,
      segments: { lengths: Float64Array.of(2 ** 52 - 20, 20), owners: Int32Array.of(0, 1) },
    });
    expect(codeOfDecoding(huge)).toBe('ERR_PAGEMAP_INVALID'); // a leaf digest for each 256 KiB of four petabytes
    const pages = [...Buffer.from('pagemap/1\n'), 100, 0, 0xc0, 0x9a, 0x0c];
    expect(thrownCode(() => decodePageMap(Uint8Array.from(pages)))).toBe('ERR_PAGEMAP_TRUNCATED');
    const tooMany = [...Buffer.from('pagemap/1\n'), 100, 0, 0xc1, 0x9a, 0x0c];
    expect(thrownCode(() => decodePageMap(Uint8Array.from(tooMany)))).toBe('ERR_PAGEMAP_LIMIT');
  });
});

describe('layoutOf', () => {
  test('partitions the file into leaves, each of one part', () => {
    fc.assert(
      fc.property(anyMap, (map) => {
        const { leaves, parts, size } = layoutOf(map);
        const spans = leaves.flatMap((leaf) => leaf.spans).sort((a, b) => a.begin - b.begin);
        expect(spans.reduce((at, span) => (span.begin === at ? span.end : -1), 0)).toBe(size);
        for (const leaf of leaves) {
          expect(leaf.bytes).toBe(leaf.spans.reduce((sum, span) => sum + span.end - span.begin, 0));
          expect(leaf.bytes).toBeLessThanOrEqual(LEAF_BYTES);
        }
        for (const [number, part] of parts.entries()) {
          const own = leaves.slice(part.firstLeaf, part.endLeaf);
          expect(own.every((leaf) => leaf.part === number)).toBe(true);
          expect(own.reduce((sum, leaf) => sum + leaf.bytes, 0)).toBe(part.bytes);
        }
      }),
    );
  });

  test('names for a page the leaves of its part and of the groups that contain it', () => {
    fc.assert(
      fc.property(anyMap, (map) => {
        const layout = layoutOf(map);
        const needs = needBytes(map);
        for (const page of map.pages.keys()) {
          const leaves = layout.leavesOfPage(page).map((index) => layout.leaves[index]);
          expect(leaves.reduce((sum, leaf) => sum + (leaf?.bytes ?? 0), 0)).toBe(needs[page]);
          for (const leaf of leaves) {
            const part = layout.parts[leaf?.part ?? -1];
            const runs =
              part?.kind === 'group'
                ? (map.groups[part.index] ?? [])
                : [{ first: part?.index ?? -1, end: (part?.index ?? -1) + 1 }];
            expect(runs.some((run) => run.first <= page && page < run.end)).toBe(true);
          }
        }
      }),
    );
  });

  test('orders parts as core, groups, pages, nav, rest', () => {
    expect(layoutOf(aSmallMap()).parts.map(({ kind, index }) => `${kind} ${index}`)).toEqual([
      'core 0',
      'group 0',
      'page 0',
      'page 1',
      'nav 0',
      'rest 0',
    ]);
  });
});

describe('digestOfMap', () => {
  test('is the SHA-256 of the blob', () => {
    const blob = encodePageMap(aSmallMap());
    expect(digestOfMap(blob)).toBe(createHash('sha256').update(blob).digest('hex'));
  });
});
