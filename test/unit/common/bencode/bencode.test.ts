import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BencodeValue, decodeBencode, takeBencode } from '../../../../common/bencode/decode.ts';
import { Bencoded, type BencodeInput, encodeBencode } from '../../../../common/bencode/encode.ts';
import { thrownCode } from '../../../support/vectors.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const textOf = (encoded: Uint8Array) => Buffer.from(encoded).toString('latin1');
const codeOfDecoding = (text: string) => thrownCode(() => decodeBencode(bytes(text)));

const key = fc.uint8Array({ maxLength: 12 }).map((raw) => textOf(raw));
const { value: anyValue } = fc.letrec<{ value: BencodeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.uint8Array({ maxLength: 30 }),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => new Map(entries)),
  ),
}));

/** Two dictionaries are the same in whatever order their keys are. */
function sorted(value: BencodeValue): unknown {
  if (value instanceof Map)
    return [...value].sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sorted(v)]);
  if (Array.isArray(value)) return value.map(sorted);
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}

describe('decodeBencode', () => {
  test('gives back what was encoded', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(sorted(decodeBencode(encodeBencode(value)))).toEqual(sorted(value));
      }),
    );
  });

  test('is undone by encoding, byte for byte', () => {
    // the examples of BEP 3
    for (const text of [
      '4:spam',
      'i3e',
      'i-3e',
      'l4:spam4:eggse',
      'd3:cow3:moo4:spam4:eggse',
      'd4:spaml1:a1:bee',
    ]) {
      expect(textOf(encodeBencode(decodeBencode(bytes(text))))).toBe(text);
    }
  });

  test('ends any bytes with a value or a coded error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(thrownCode(() => decodeBencode(noise)) ?? 'ERR_BENCODE').toMatch(/^ERR_BENCODE/);
      }),
    );
  });

  test('refuses a value that is cut anywhere', () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), (value, at) => {
        const whole = encodeBencode(value);
        expect(thrownCode(() => decodeBencode(whole.subarray(0, at % whole.length)))).toBe(
          'ERR_BENCODE_MALFORMED',
        );
      }),
    );
  });

  test('survives a flipped byte anywhere', () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), fc.nat(255), (value, at, byte) => {
        const whole = encodeBencode(value);
        whole[at % whole.length] = byte;
        expect(thrownCode(() => decodeBencode(whole)) ?? 'ERR_BENCODE').toMatch(/^ERR_BENCODE/);
      }),
    );
  });

  test.each([
    'i03e',
    'i-0e',
    'i-e',
    'ie',
    'i1',
    'i+1e',
    'i1.5e',
    'i0x1e',
    'i123456789012345678901e',
    '01:a',
    '-1:a',
    '1:',
    ':',
    'l',
    'd',
    'e',
    '',
    'i1ei2e',
    'd1:a',
    'd1:ae',
    'di1ei2ee',
    'd1:ai1e1:ai2ee',
    '99999999999999999999:a',
  ])('refuses %p', (text) => {
    expect(codeOfDecoding(text)).toBe('ERR_BENCODE_MALFORMED');
  });

  test('accepts keys out of order, which clients in use send', () => {
    expect(decodeBencode(bytes('d1:bi1e1:ai2ee'))).toEqual(
      new Map([
        ['b', 1],
        ['a', 2],
      ]),
    );
  });

  test('keeps integers beyond 2^53 exact', () => {
    expect(decodeBencode(bytes('i18446744073709551615e'))).toBe(18446744073709551615n);
    expect(decodeBencode(bytes('i-9007199254740993e'))).toBe(-9007199254740993n);
    expect(decodeBencode(bytes('i9007199254740991e'))).toBe(9007199254740991);
  });

  test('keeps __proto__ an ordinary key', () => {
    expect(decodeBencode(bytes('d9:__proto__d1:ai1eee'))).toEqual(
      new Map([['__proto__', new Map([['a', 1]])]]),
    );
  });

  test.each(['l', 'd1:a'])('refuses 200,000 times %p nested', (text) => {
    expect(codeOfDecoding(text.repeat(200_000))).toBe('ERR_BENCODE_TOO_LARGE');
  });

  test('refuses more values than its limit', () => {
    expect(codeOfDecoding(`l${'i1e'.repeat(500_000)}e`)).toBe('ERR_BENCODE_TOO_LARGE');
  });

  test('refuses input above its limit unread', () => {
    const limits = { maxBytes: 3, maxDepth: 1, maxItems: 1 };
    expect(thrownCode(() => decodeBencode(bytes('2:ab'), limits))).toBe('ERR_BENCODE_TOO_LARGE');
  });
});

describe('takeBencode', () => {
  test('says where the values of the outermost dictionary lie', () => {
    const encoded = bytes('d1:ad4:infoi1ee4:infold1:xi2eeeeREST');
    const { used, spans } = takeBencode(encoded);
    const info = spans.get('info');
    expect(textOf(encoded.subarray(used))).toBe('REST');
    expect(textOf(encoded.subarray(info?.begin, info?.end))).toBe('ld1:xi2eee');
    expect([...spans.keys()]).toEqual(['a', 'info']);
  });
});

describe('encodeBencode', () => {
  test('sorts keys by their bytes and leaves absent fields out', () => {
    expect(textOf(encodeBencode({ b: 1, '\u00e4': 2, B: 3, a: undefined }))).toBe(
      'd1:Bi3e1:bi1e1:\u00e4i2ee',
    );
  });

  test('writes text as UTF-8', () => {
    expect(textOf(encodeBencode('é'))).toBe('2:\u00c3\u00a9');
  });

  test('writes what is bencoded already as it stands', () => {
    expect(textOf(encodeBencode({ info: new Bencoded(bytes('d1:bi1e1:ai2ee')) }))).toBe(
      'd4:infod1:bi1e1:ai2eee',
    );
  });

  test.each<[string, BencodeInput]>([
    ['a fraction', 1.5],
    ['not a number', Number.NaN],
    ['an unsafe integer', 2 ** 60],
    ['a key beyond one byte', { '\u4e2d': 1 }],
  ])('refuses %s', (_, value) => {
    expect(thrownCode(() => encodeBencode(value))).toBe('ERR_BENCODE_NOT_ENCODABLE');
  });
});
