import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { cutToWidth, formatTable, padToWidth } from '../../../../peer/cli/table.ts';

describe('formatTable', () => {
  test('aligns by what a terminal shows, numbers to the right', () => {
    const columns = [{ title: 'name' }, { title: 'pages', right: true }];
    expect(
      formatTable(columns, [
        ['本.pdf', '7'],
        ['e\u0301.pdf', '120'],
      ]),
    ).toEqual(['name    pages', '本.pdf      7', 'e\u0301.pdf     120']);
  });

  test('shows nothing that steers the terminal, whatever a name holds', () => {
    const lines = formatTable([{ title: 'name' }], [['a\x1b[2J\x9b31m\r\nb\u202efdp.exe']]);
    expect(lines).toEqual(['name', 'a [2J 31m bfdp.exe']);
  });

  test('keeps every line within the sum of its columns', () => {
    const law = fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string())), (rows) => {
      const lines = formatTable(
        [
          { title: 'a', max: 8 },
          { title: 'b', max: 5 },
        ],
        rows,
      );
      expect(lines).toHaveLength(rows.length + 1);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(8 + 2 + 5);
    });
    fc.assert(law);
  });
});

describe('cutToWidth', () => {
  test('cuts between characters and says so', () => {
    expect(cutToWidth('abcdef', 6)).toBe('abcdef');
    expect(cutToWidth('abcdefg', 6)).toBe('abcde…');
    expect(cutToWidth('本本本', 4)).toBe('本…');
  });
});

describe('padToWidth', () => {
  test('never shortens', () => {
    expect(padToWidth('abc', 2)).toBe('abc');
    expect(padToWidth('本', 4)).toBe('本  ');
    expect(padToWidth('7', 3, true)).toBe('  7');
  });
});
