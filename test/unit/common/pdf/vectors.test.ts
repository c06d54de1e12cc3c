import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { buildPageMap } from '../../../../common/pdf/build-page-map.ts';
import { type ByteReader, bytesReader } from '../../../../common/pdf/byte-reader.ts';
import { extractPages } from '../../../../common/pdf/extract-pages.ts';
import { layoutOf, needBytes } from '../../../../common/pdf/page-layout.ts';
import { digestOfMap, type PageMap } from '../../../../common/pdf/page-map.ts';
import { decodePageMap } from '../../../../common/pdf/page-map-decode.ts';
import { encodePageMap } from '../../../../common/pdf/page-map-encode.ts';
import { readVectors } from '../../../support/vectors.ts';

interface Vector {
  readonly name: string;
  readonly pdf: string;
  readonly map: string;
  readonly mapDigest: string;
  readonly info: object;
  readonly segments: readonly (readonly [number, number])[];
  readonly parts: readonly string[];
  readonly leaves: readonly { part: number; spans: readonly (readonly [number, number])[]; digest: string }[];
  readonly needBytes: readonly number[];
  readonly extracts: readonly { pages: readonly number[]; pdf: string }[];
}

const { documents } = readVectors<{ documents: readonly Vector[] }>('page-map');

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** Reads what `pages` need, and throws when anything else is asked for. */
function strictReader(bytes: Uint8Array, map: PageMap, pages: readonly number[]): ByteReader {
  const layout = layoutOf(map);
  const isNeeded = new Uint8Array(bytes.length);
  for (const page of pages) {
    for (const leaf of layout.leavesOfPage(page)) {
      for (const span of layout.leaves[leaf]?.spans ?? []) isNeeded.fill(1, span.begin, span.end);
    }
  }
  return {
    size: bytes.length,
    read(begin, end) {
      if (isNeeded.subarray(begin, end).includes(0)) throw new Error(`read ${begin}-${end}, which is a hole`);
      return bytes.subarray(begin, end);
    },
  };
}

describe.each(documents)('vector $name', (vector) => {
  const pdf = bytesOf(vector.pdf);
  const map = decodePageMap(bytesOf(vector.map));

  test('is what building gives', () => {
    const result = buildPageMap(bytesReader(pdf));
    if (!result.mapped) throw new Error(result.reason);
    expect(Buffer.from(encodePageMap(result.map)).toString('base64')).toBe(vector.map);
    expect(digestOfMap(bytesOf(vector.map))).toBe(vector.mapDigest);
    expect(result.info).toEqual(vector.info);
  });

  test('decodes to its segments, parts and needs', () => {
    const owned = Array.from(map.segments.lengths, (length, at) => [length, map.segments.owners[at]]);
    expect(owned).toEqual(vector.segments);
    expect(layoutOf(map).parts.map(({ kind, index, bytes }) => `${kind} ${index}: ${bytes}`)).toEqual(
      vector.parts,
    );
    expect(needBytes(map)).toEqual(vector.needBytes);
  });

  test('has leaves whose digests are those of their bytes', () => {
    const { leaves, digests } = layoutOf(map);
    expect(leaves).toHaveLength(vector.leaves.length);
    for (const [at, leaf] of leaves.entries()) {
      const hash = createHash('sha256');
      for (const { begin, end } of leaf.spans) hash.update(pdf.subarray(begin, end));
      const digest = hash.digest('hex').slice(0, 32);
      expect(Buffer.from(digests.bytes.subarray(at * 16, at * 16 + 16)).toString('hex')).toBe(digest);
      expect(vector.leaves[at]).toMatchObject({ part: leaf.part, digest });
    }
  });

  test.each(vector.extracts)(
    'extracts pages $pages from their own bytes alone',
    ({ pages, pdf: expected }) => {
      const extract = extractPages(map, strictReader(pdf, map, pages), pages);
      expect(Buffer.from(extract).toString('base64')).toBe(expected);
    },
  );
});
