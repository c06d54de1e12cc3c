import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseInfoHash } from '../../../../common/ids.ts';
import { formatMagnet, type Magnet, parseMagnet } from '../../../../common/metainfo/magnet.ts';
import { readVectors, thrownCode } from '../../../support/vectors.ts';

interface Vectors {
  readonly magnets: readonly { readonly text: string; readonly written?: boolean; readonly magnet: Magnet }[];
  readonly refusedMagnets: readonly { readonly text: string; readonly code: string }[];
}
const { magnets, refusedMagnets } = readVectors<Vectors>('metainfo');

describe('parseMagnet', () => {
  test.each(magnets)('reads $text', ({ text, magnet }) => {
    expect(parseMagnet(text)).toEqual(magnet);
  });

  test.each(refusedMagnets)('refuses $text', ({ text, code }) => {
    expect(thrownCode(() => parseMagnet(text))).toBe(code);
  });

  test('ends any query with a magnet or a coded error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        const code = thrownCode(() => parseMagnet(`magnet:?xt=urn:btih:${query}`));
        expect(code ?? 'ERR_MAGNET').toMatch(/^ERR_MAGNET/);
      }),
    );
  });
});

describe('formatMagnet', () => {
  test.each(magnets.filter(({ written }) => written))('writes $text', ({ text, magnet }) => {
    expect(formatMagnet(magnet)).toBe(text);
  });

  test('is undone by parseMagnet', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 2 ** 50 }), (name, length) => {
        const magnet = {
          infoHash: parseInfoHash('ab'.repeat(20)),
          name,
          length,
          trackers: ['udp://a.example:1'],
        };
        expect(parseMagnet(formatMagnet(magnet))).toEqual(magnet);
      }),
    );
  });

  test('mends a name with half a character instead of failing', () => {
    const magnet = { infoHash: parseInfoHash('ab'.repeat(20)), name: 'a\ud800', trackers: [] };
    expect(parseMagnet(formatMagnet(magnet)).name).toBe('a\ufffd');
  });
});
