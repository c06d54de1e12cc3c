import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanText } from '../../../../common/text/clean-text.ts';

describe('cleanText', () => {
  test('leaves text of all scripts as it is', () => {
    for (const text of ['Introdução à Álgebra.pdf', '線形代数', 'کتاب‌ها', '👩‍🏫.pdf']) {
      expect(cleanText(text)).toBe(text);
    }
  });

  test('takes away what steers a terminal or hides', () => {
    expect(cleanText('a\x1b]0;title\x07b')).toBe('a ]0;title b');
    expect(cleanText('one\ntwo\u2028three')).toBe('one two three');
    expect(cleanText('evil\u202efdp.exe\u200b\ufeff')).toBe('evilfdp.exe');
    expect(cleanText('half \ud83d pair')).toBe('half   pair');
  });

  test('gives one line without controls for any text, and the same for its own result', () => {
    const law = fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = cleanText(text);
      expect(clean).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u);
      expect(cleanText(clean)).toBe(clean);
    });
    fc.assert(law);
  });
});
