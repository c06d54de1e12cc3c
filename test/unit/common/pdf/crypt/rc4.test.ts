import { describe, expect, test } from '@jest/globals';
import { formatHex } from '../../../../../common/bytes.ts';
import { rc4 } from '../../../../../common/pdf/crypt/rc4.ts';

describe('rc4', () => {
  test.each([
    ['Key', 'Plaintext', 'bbf316e8d940af0ad3'],
    ['Wiki', 'pedia', '1021bf0420'],
    ['Secret', 'Attack at dawn', '45a01f645fc35b383552544b9bf5'],
  ])('encrypts with %s what everybody else gets', (key, text, expected) => {
    expect(formatHex(rc4(Buffer.from(key), Buffer.from(text)))).toBe(expected);
  });
});
