import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { buildPageMap, type PageMapResult } from '../../../../common/pdf/build-page-map.ts';
import { extractPages } from '../../../../common/pdf/extract-pages.ts';
import { layoutOf, needBytes } from '../../../../common/pdf/page-layout.ts';
import type { PageMap } from '../../../../common/pdf/page-map.ts';
import { decodePageMap } from '../../../../common/pdf/page-map-decode.ts';
import { encodePageMap } from '../../../../common/pdf/page-map-encode.ts';
import { openFileReader } from '../../../../common/runtime/file-reader.ts';
import { corpusFolder, pdfsIn } from '../../../support/corpus.ts';
import { canRender, rendered } from '../../../support/rendered.ts';

const TIME_LIMIT_MS = 10_000;
const corpus = corpusFolder();
const real = pdfsIn(corpus, 'real');
const hostile = pdfsIn(corpus, 'hostile');
/** A table must have a row, also where it is skipped. */
const named = real.length === 0 ? [['nothing', '']] : real.map((path) => [basename(path), path]);
const withCorpus = corpus === undefined ? describe.skip : describe;
const folder = mkdtempSync(join(tmpdir(), 'pageswarm-corpus-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Gives up after ten seconds, so that a hang fails instead of hanging. */
function build(path: string): PageMapResult {
  using reader = openFileReader(path);
  const deadline = performance.now() + TIME_LIMIT_MS;
  return buildPageMap(reader, {
    checkpoint: () => {
      if (performance.now() > deadline) throw new Error(`${path} takes too long`);
    },
  });
}

function mapOf(path: string): PageMap {
  const result = build(path);
  if (!result.mapped) throw new Error(result.reason);
  return decodePageMap(encodePageMap(result.map));
}

/** Cuts the file into leaves, hands them over last first, checks each and puts them back where they belong. */
function cutAndPutBack(bytes: Uint8Array, map: PageMap): Uint8Array {
  const { leaves, digests } = layoutOf(map);
  const restored = new Uint8Array(bytes.length);
  for (const [at, leaf] of [...leaves.entries()].reverse()) {
    const hash = createHash('sha256');
    for (const { begin, end } of leaf.spans) {
      hash.update(bytes.subarray(begin, end));
      restored.set(bytes.subarray(begin, end), begin);
    }
    const digest = hash.digest().subarray(0, digests.length);
    if (!digest.equals(digests.bytes.subarray(at * digests.length, (at + 1) * digests.length)))
      return new Uint8Array(0);
  }
  return restored;
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

withCorpus('buildPageMap on real documents', () => {
  test.each(named)('maps %s, and its leaves restore it', (_, path = '') => {
    const bytes = readFileSync(path);
    expect(md5(cutAndPutBack(bytes, mapOf(path)))).toBe(md5(bytes));
  });

  test('needs a small part of the file for a page, also where all pages share one Resources dictionary', () => {
    const path = real.find((name) => name.endsWith('previsat_en.pdf')) ?? '';
    const map = mapOf(path);
    const needs = needBytes(map);
    const average = needs.reduce((sum, need) => sum + need, 0) / needs.length;
    expect(average / map.size).toBeLessThanOrEqual(0.04);
  });
});

(corpus !== undefined && canRender() ? describe : describe.skip)('extractPages on real documents', () => {
  test.each(named)('draws pages of %s as the original does', (name, path) => {
    const map = mapOf(path);
    using reader = openFileReader(path);
    const last = map.pages.length - 1;
    for (const page of new Set([0, map.pages.length >> 1, last])) {
      const extract = join(folder, `${name}-${page}.pdf`);
      writeFileSync(extract, extractPages(map, reader, [page]));
      expect(rendered(extract, 1).equals(rendered(path, page + 1))).toBe(true);
    }
  });
});

withCorpus('buildPageMap on hostile documents', () => {
  test('ends, counts pages as others do, and extracts what it maps', () => {
    const counts = JSON.parse(readFileSync(join(corpus ?? '', 'page-counts.json'), 'utf8')) as Record<
      string,
      Record<string, number | null>
    >;
    const differing: string[] = [];
    let agreed = 0;
    for (const path of hostile) {
      const result = build(path);
      if (result.mapped) expect(() => extractFirstAndLast(path, result.map)).not.toThrow();
      const others = Object.values(counts[basename(path)] ?? {});
      const majority = others.find((count, at) => count !== null && others.indexOf(count) !== at);
      if (majority === undefined) continue;
      agreed++;
      if (majority !== result.pages) differing.push(`${basename(path)}: ${result.pages}, others ${majority}`);
    }
    expect(agreed).toBeGreaterThan(700);
    expect(differing.length / agreed).toBeLessThanOrEqual(0.03);
  }, 120_000);
});

function extractFirstAndLast(path: string, map: PageMap): void {
  using reader = openFileReader(path);
  for (const page of new Set([0, map.pages.length - 1])) extractPages(map, reader, [page]);
}
