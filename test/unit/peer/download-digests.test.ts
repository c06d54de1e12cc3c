import { describe, expect, test } from '@jest/globals';
import { parseMd5, parseSha256 } from '../../../common/ids.ts';
import type { PartialContent } from '../../../peer/content/content.ts';
import { digestsOf } from '../../../peer/download-digests.ts';

const sha256 = parseSha256('ab'.repeat(32));
const md5 = parseMd5('cd'.repeat(16));
const { signal } = new AbortController();

/** A small document of which nothing has arrived. */
const content = {
  path: '/nowhere',
  description: { info: { length: 1000 }, map: undefined },
  heldPrefix: 0,
  onLeaf: () => () => undefined,
} as unknown as PartialContent;

describe('digestsOf', () => {
  test('believes what was published, if it is told to and both digests were', async () => {
    const digests = digestsOf(content, { sha256, md5 }, true, signal);
    expect(digests.believed).toBe(true);
    expect(await digests.verdict()).toEqual({ sha256, md5, piecesOk: true });
  });

  test.each([
    ['it is not told to', { sha256, md5 }, false],
    ['no MD5 was published', { sha256 }, true],
    ['no SHA-256 was published', { md5 }, true],
  ])('takes them where %s', (_why, wanted, believe) => {
    expect(digestsOf(content, wanted, believe, signal).believed).toBe(false);
  });
});
