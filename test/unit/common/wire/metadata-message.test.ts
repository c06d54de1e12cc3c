import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { concatBytes } from '../../../../common/bytes.ts';
import {
  decodeMetadataMessage,
  encodeMetadataMessage,
  METADATA_PIECE,
  type MetadataMessage,
} from '../../../../common/wire/metadata-message.ts';
import { thrownCode } from '../../../support/vectors.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const encoded = (message: MetadataMessage) => concatBytes(encodeMetadataMessage(message));

describe('decodeMetadataMessage', () => {
  test('reads the examples of BEP 9', () => {
    expect(decodeMetadataMessage(bytes('d8:msg_typei0e5:piecei0ee'))).toEqual({ type: 'request', piece: 0 });
    expect(decodeMetadataMessage(bytes('d8:msg_typei2e5:piecei0ee'))).toEqual({ type: 'reject', piece: 0 });
    expect(decodeMetadataMessage(bytes('d8:msg_typei1e5:piecei0e10:total_sizei34256eexxxxxxxx'))).toEqual({
      type: 'data',
      piece: 0,
      totalSize: 34256,
      data: bytes('xxxxxxxx'),
    });
  });

  test('ignores types that it does not know', () => {
    expect(decodeMetadataMessage(bytes('d8:msg_typei9e5:piecei0ee'))).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    ['no dictionary', 'i1e'],
    ['no bencoding', 'd8:msg'],
    ['no piece', 'd8:msg_typei0ee'],
    ['a negative piece', 'd8:msg_typei0e5:piecei-1ee'],
    ['data without the size of all', 'd8:msg_typei1e5:piecei0eexxx'],
    ['data longer than a piece', `d8:msg_typei1e5:piecei0e10:total_sizei99999ee${'x'.repeat(16385)}`],
  ])('refuses %s', (_, text) => {
    expect(thrownCode(() => decodeMetadataMessage(bytes(text)))).toBe('ERR_WIRE_METADATA');
  });

  test('gives what was encoded', () => {
    const piece = fc.nat();
    const message = fc.oneof(
      fc.record({ type: fc.constantFrom('request' as const, 'reject' as const), piece }),
      fc.record({
        type: fc.constant('data' as const),
        piece,
        totalSize: fc.nat(),
        data: fc.uint8Array({ maxLength: METADATA_PIECE }),
      }),
    );
    fc.assert(fc.property(message, (one) => expect(decodeMetadataMessage(encoded(one))).toEqual(one)));
  });

  test('ends any bytes with a message, nothing or its coded error', () => {
    const likely = fc.tuple(fc.constant(bytes('d8:msg_typei1e5:piecei0e10:total_sizei5ee')), fc.uint8Array());
    const any = fc.oneof(fc.uint8Array(), likely.map(concatBytes));
    fc.assert(
      fc.property(any, fc.nat(60), (input, cut) => {
        const code = thrownCode(() => decodeMetadataMessage(input.subarray(0, input.length - cut)));
        expect([undefined, 'ERR_WIRE_METADATA']).toContain(code);
      }),
    );
  });
});
