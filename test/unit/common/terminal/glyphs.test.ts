import { describe, expect, test } from '@jest/globals';
import { widthOf } from '../../../../common/terminal/cells.ts';
import { ASCII, glyphsFor, UNICODE } from '../../../../common/terminal/glyphs.ts';

describe('glyphsFor', () => {
  test('draws in ASCII on request, and where the locale or the terminal has no more', () => {
    expect(glyphsFor('ascii', {})).toBe(ASCII);
    expect(glyphsFor('unicode', { LANG: 'C' })).toBe(UNICODE);
    expect(glyphsFor('auto', { LANG: 'C' })).toBe(ASCII);
    expect(glyphsFor('auto', { LC_ALL: 'pt_BR.ISO-8859-1', LANG: 'C.UTF-8' })).toBe(ASCII);
    expect(glyphsFor('auto', { TERM: 'vt100', LANG: 'C.UTF-8' })).toBe(ASCII);
    expect(glyphsFor('auto', { TERM: 'xterm', LANG: 'pt_BR.utf8' })).toBe(UNICODE);
    expect(glyphsFor('auto', {})).toBe(UNICODE);
  });

  test('has one cell for each', () => {
    for (const glyphs of [ASCII, UNICODE]) {
      const { ascii, bars, ...others } = glyphs;
      expect([...bars, ...Object.values(others)].filter((glyph) => widthOf(glyph) !== 1)).toEqual([]);
      expect(bars).toHaveLength(8);
      if (ascii) expect(JSON.stringify(glyphs)).toMatch(/^[ -~]*$/);
    }
  });
});
