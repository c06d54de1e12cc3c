import { posix, win32 } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { safeName } from '../../../../common/text/safe-name.ts';

/** Names as strangers write them: any text, and bits that have a meaning somewhere. */
const piece = fc.constantFrom(
  '..',
  '.',
  '/',
  '\\',
  ' ',
  'con',
  'NUL',
  'com1',
  '.pdf',
  ':',
  '\0',
  '\u202e',
  '\ud800',
  'é',
  '👩‍👩‍👧',
);
const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(piece, fc.string({ unit: 'grapheme' }))).map((pieces) => pieces.join('')),
  fc.tuple(piece, fc.integer({ min: 200, max: 300 }), piece).map(([a, times, b]) => a + b.repeat(times) + a),
);

describe('safeName', () => {
  test('joined with a folder, stays directly inside', () => {
    fc.assert(
      fc.property(name, (name) => {
        const safe = safeName(name);
        expect(posix.dirname(posix.join('/folder', safe))).toBe('/folder');
        expect(posix.basename(posix.join('/folder', safe))).toBe(safe);
        expect(win32.dirname(win32.join('C:\\folder', safe))).toBe('C:\\folder');
        expect(win32.basename(win32.join('C:\\folder', safe))).toBe(safe);
      }),
    );
  });

  test('leaves a safe name as it is', () => {
    fc.assert(fc.property(name, (name) => expect(safeName(safeName(name))).toBe(safeName(name))));
    for (const plain of [
      'Introdução à física.pdf',
      '図書館.pdf',
      'a.b.c',
      '.hidden',
      "d'accord (2).pdf",
      'console.pdf',
      'com.pdf',
    ]) {
      expect(safeName(plain.normalize('NFC'))).toBe(plain.normalize('NFC'));
    }
  });

  test('is 1 to 255 bytes of NFC without control characters', () => {
    fc.assert(
      fc.property(name, (name) => {
        const safe = safeName(name);
        expect(Buffer.byteLength(safe)).toBeGreaterThan(0);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255);
        expect(safe).toBe(safe.normalize('NFC'));
        expect(safe).not.toMatch(/[\p{Cc}\p{Cs}<>:"/\\|?*]|[. ]$/u);
      }),
    );
  });

  test.each([
    ['', 'unnamed'],
    ['..', 'unnamed'],
    [' . . ', 'unnamed'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\Windows\\evil.pdf', 'C__Windows_evil.pdf'],
    ['a.pdf. .', 'a.pdf'],
    ['con', '_con'],
    ['NUL.pdf', '_NUL.pdf'],
    ['com¹.tar.gz', '_com¹.tar.gz'],
    ['aux .pdf', '_aux .pdf'],
    ['exe.\u202efdp', 'exe.fdp'],
    ['a\u0000b\nc\u001b[31m.pdf', 'abc[31m.pdf'],
    ['e\u0301.pdf', '\u00e9.pdf'],
    ['a:stream.pdf', 'a_stream.pdf'],
  ])('makes %j %j', (name, expected) => {
    expect(safeName(name)).toBe(expected);
  });

  test('keeps the extension of a name that is too long, and cuts no character in two', () => {
    const family = '👩‍👩‍👧';
    const safe = safeName(`${family.repeat(40)}.pdf`);
    expect(safe).toBe(`${family.repeat(Math.floor(251 / Buffer.byteLength(family)))}.pdf`);
    expect(safeName(`e${'\u0301\u0302'.repeat(300)}.pdf`)).toBe('unnamed.pdf');
  });

  test('takes a name of megabytes', () => {
    expect(safeName(`${' .'.repeat(2_000_000)}x.pdf`)).toMatch(/\.pdf$/);
  });
});
