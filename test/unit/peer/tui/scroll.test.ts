import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { line, lineWidth } from '../../../../common/terminal/line.ts';
import { Scroll, wrapLine } from '../../../../peer/tui/scroll.ts';
import { textOf } from '../../../support/a-host.ts';
import { anySize, anyText, wrongWith } from '../../../support/any-text.ts';

describe('wrapLine', () => {
  test('breaks at blanks, and a word only where it is longer than a line', () => {
    expect(textOf(wrapLine(line('one two threeandmore'), 8))).toBe('one two \nthreeand\nmore');
    expect(textOf(wrapLine(line('one two'), 7))).toBe('one two');
  });

  test('loses nothing but the blanks where it breaks', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), (text, columns) => {
        const wrapped = wrapLine(line(text), columns);
        expect(textOf(wrapped).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        expect(wrapped.filter((one) => lineWidth(one) > columns)).toEqual([]);
      }),
    );
  });
});

describe('Scroll', () => {
  const LINES = Array.from({ length: 30 }, (_, at) => line(`line ${at}`));

  test('stays at the end while lines come, until somebody goes up', () => {
    const scroll = new Scroll({ atEnd: true });
    scroll.setLines(LINES);
    expect(textOf(scroll.view({ columns: 10, rows: 5 }))).toContain('line 29');
    scroll.act('list-up');
    scroll.setLines([...LINES, line('new')]);
    expect(textOf(scroll.view({ columns: 10, rows: 5 }))).not.toContain('new');
    scroll.act('list-bottom');
    expect(textOf(scroll.view({ columns: 10, rows: 5 }))).toContain('new');
  });

  test('moves by the keys of lists and the wheel, never beyond its ends', () => {
    const scroll = new Scroll({ atEnd: false });
    scroll.setLines(LINES);
    const first = () =>
      textOf(scroll.view({ columns: 10, rows: 5 }))
        .split('\n')[0]
        ?.trim();
    expect(first()).toBe('line 0');
    scroll.act('list-page-down');
    expect(first()).toBe('line 5');
    scroll.mouse({ type: 'wheel-up', column: 0, row: 0 });
    expect(first()).toBe('line 2');
    scroll.act('list-bottom');
    expect(first()).toBe('line 25');
    scroll.act('list-down');
    expect(first()).toBe('line 25');
    scroll.act('list-top');
    expect(first()).toBe('line 0');
    expect(scroll.act('else')).toBe(false);
  });

  test('fits any size with any text', () => {
    fc.assert(
      fc.property(anySize, fc.array(anyText), (size, texts) => {
        const scroll = new Scroll({ atEnd: true });
        scroll.setLines(texts.map((text) => line(text)));
        expect(wrongWith(scroll.view(size), size)).toBeUndefined();
      }),
    );
  });
});
