import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeFilters, type FilterStage } from '../../../../../common/pdf/filters/decode-filters.ts';
import { inflatePartly } from '../../../../../common/pdf/filters/inflate-partly.ts';
import type { PdfValue } from '../../../../../common/pdf/value.ts';

const MEGABYTE = 1_048_576;

function decode(data: Uint8Array | string, ...stages: (string | FilterStage)[]): Uint8Array | undefined {
  const chain = stages.map((stage) =>
    typeof stage === 'string' ? { name: stage, parameters: new Map() } : stage,
  );
  return decodeFilters(typeof data === 'string' ? Buffer.from(data, 'latin1') : data, chain, { bytes: 1e9 });
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1');
}

function bomb(stages: number): Uint8Array {
  let data: Uint8Array = new Uint8Array(64 * MEGABYTE);
  for (let at = 0; at < stages; at++) data = deflateSync(data, { level: 9 });
  return data;
}

describe('decodeFilters', () => {
  test('inflates what was deflated, by its full name or its short one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (data) => {
        const expected = Buffer.from(data);
        expect(Buffer.from(decode(deflateSync(data), 'FlateDecode') ?? [])).toEqual(expected);
        expect(Buffer.from(decode(deflateSync(data), 'Fl') ?? [])).toEqual(expected);
      }),
    );
  });

  test('keeps what comes before a cut, a wrong checksum or damage', () => {
    const text = Array.from({ length: 400 }, (_, at) => `line ${at * at}\n`).join('');
    const data = deflateSync(Buffer.from(text));
    expect(text).toContain(textOf(decode(data.subarray(0, data.length >> 1), 'FlateDecode')));
    const wrongSum = Uint8Array.from(data);
    wrongSum[data.length - 1] = (wrongSum.at(-1) ?? 0) ^ 1;
    expect(textOf(decode(wrongSum, 'FlateDecode'))).toBe(text);
    const damaged = Uint8Array.from(data).fill(0xff, data.length >> 1, (data.length >> 1) + 8);
    const partly = textOf(decode(damaged, 'FlateDecode')) ?? '';
    expect(partly.slice(0, 400)).toBe(text.slice(0, 400));
    expect(decode('not deflated', 'FlateDecode')).toBeUndefined();
  });

  test.each([1, 2, 3])('refuses a bomb of %i stages', (stages) => {
    const chain = Array.from({ length: stages }, () => 'FlateDecode');
    expect(decode(bomb(stages), ...chain)).toBeUndefined();
  });

  test('takes what it gives off the budget of the document', () => {
    const data = deflateSync(new Uint8Array(MEGABYTE));
    const budget = { bytes: 1.5 * MEGABYTE };
    const stages = [{ name: 'FlateDecode', parameters: new Map<string, PdfValue>() }];
    expect(decodeFilters(data, stages, budget)?.length).toBe(MEGABYTE);
    expect(decodeFilters(data, stages, budget)).toBeUndefined();
    expect(budget.bytes).toBeLessThanOrEqual(0);
  });

  test('decodes LZW as in the specification', () => {
    const data = Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01);
    expect(decode(data, 'LZWDecode')).toEqual(Uint8Array.of(45, 45, 45, 45, 45, 65, 45, 45, 45, 66));
  });

  test('ends on any LZW, ASCII85, hexadecimal and run-length data', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        for (const name of [
          'LZWDecode',
          'ASCII85Decode',
          'ASCIIHexDecode',
          'RunLengthDecode',
          'FlateDecode',
        ]) {
          expect(() => decode(data, name)).not.toThrow();
        }
      }),
    );
  });

  test('decodes text filters up to their end mark', () => {
    expect(textOf(decode('87cURD]i,"Ebo80~>', 'ASCII85Decode'))).toBe('Hello World!');
    expect(decode('z!!~>', 'A85')).toEqual(Uint8Array.of(0, 0, 0, 0, 0));
    expect(textOf(decode('48 65 6C 6c 6F2>', 'ASCIIHexDecode'))).toBe('Hello ');
    expect(textOf(decode('\x02abc\xfed\x80x', 'RunLengthDecode'))).toBe('abcddd');
  });

  test('undoes PNG and TIFF predictors', () => {
    const parameters = (predictor: number) =>
      new Map<string, PdfValue>([
        ['Predictor', predictor],
        ['Columns', 3],
      ]);
    const up = deflateSync(Uint8Array.of(0, 1, 2, 3, 2, 1, 1, 1, 1, 5, 0, 0));
    const png = decode(up, { name: 'FlateDecode', parameters: parameters(15) });
    expect(png).toEqual(Uint8Array.of(1, 2, 3, 2, 3, 4, 5, 5, 5));
    const tiff = decode(deflateSync(Uint8Array.of(1, 1, 1, 5, 1, 1)), {
      name: 'Fl',
      parameters: parameters(2),
    });
    expect(tiff).toEqual(Uint8Array.of(1, 2, 3, 5, 6, 7));
  });

  test('leaves unknown filters alone', () => {
    expect(decode('x', 'DCTDecode')).toBeUndefined();
    expect(decode('x', 'BrotliDecode')).toBeUndefined();
  });
});

describe('inflatePartly', () => {
  test('agrees with zlib on whole data', () => {
    const levels = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 60 }), levels, (texts, level) => {
        const data = Buffer.from(texts.join(texts[0] ?? ''));
        expect(Buffer.from(inflatePartly(deflateSync(data, { level }).subarray(2), 1e6))).toEqual(data);
      }),
    );
  });

  test('stops at its limit', () => {
    expect(inflatePartly(deflateSync(new Uint8Array(100_000)).subarray(2), 5000).length).toBe(5000);
  });
});
