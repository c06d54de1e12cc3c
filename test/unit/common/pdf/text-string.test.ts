import { describe, expect, test } from '@jest/globals';
import { decodeTextString } from '../../../../common/pdf/text-string.ts';

describe('decodeTextString', () => {
  test.each([
    ['496e74726f6475e7e36f', 'Introdução'],
    ['feff65e5672c8a9e', '日本語'],
    ['fffee5652c679e8a', '日本語'],
    ['efbbbfc381', 'Á'],
    ['8d71758e20a0', '“qu” €'],
    ['feff001b656e001b00410042', 'AB'],
    ['610a0d0062', 'a b'],
    ['feffd800', '\ufffd'],
    ['', ''],
  ])('reads %s', (hexadecimal, text) => {
    expect(decodeTextString(Buffer.from(hexadecimal, 'hex'))).toBe(text);
  });
});
