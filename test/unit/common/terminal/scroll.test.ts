import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { line } from '../../../../common/terminal/line.ts';
import { Scroll } from '../../../../common/terminal/scroll.ts';
import { textOf } from '../../../support/a-host.ts';

describe('Scroll', () => {
  const LINES = Array.from({ length: 30 }, (_, at) => line(`line ${at}`));
  const wheel = (type: 'wheel-up' | 'wheel-down') => ({ type, column: 0, row: 0 });

  test('stays at the end while lines come, until somebody goes up', () => {
    const scroll = new Scroll({ follows: true });
    expect(textOf(scroll.window(LINES, 5))).toContain('line 29');
    scroll.act('list-up');
    const more = [...LINES, line('new')];
    expect(textOf(scroll.window(more, 5))).not.toContain('new');
    scroll.act('list-bottom');
    expect(textOf(scroll.window([...more, line('newer')], 5))).toContain('newer');
  });

  test('moves by the keys of lists and the wheel, never beyond its ends', () => {
    const scroll = new Scroll();
    const first = () => textOf(scroll.window(LINES, 5)).split('\n')[0];
    expect(first()).toBe('line 0');
    scroll.act('list-page-down');
    expect(first()).toBe('line 4');
    scroll.mouse(wheel('wheel-up'));
    expect(first()).toBe('line 1');
    scroll.act('list-bottom');
    expect(first()).toBe('line 25');
    scroll.act('list-down');
    expect(first()).toBe('line 25');
    scroll.act('list-half-up');
    expect(first()).toBe('line 23');
    scroll.act('list-top');
    expect(first()).toBe('line 0');
    expect(scroll.act('else')).toBe(false);
  });

  test('says how far one has read, where not all is seen', () => {
    const scroll = new Scroll();
    scroll.window(LINES, 10);
    expect(scroll.note).toBe('10/30');
    scroll.window(LINES, 30);
    expect(scroll.note).toBe('');
  });

  test('shows rows that there are, whatever comes and goes', () => {
    const step = fc.record({
      action: fc.constantFrom('list-down', 'list-page-down', 'list-bottom', 'list-half-up', 'list-top'),
      count: fc.nat(50),
      height: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.boolean(), fc.array(step), (follows, steps) => {
        const scroll = new Scroll({ follows });
        for (const { action, count, height } of steps) {
          scroll.act(action);
          const lines = Array.from({ length: count }, (_, at) => line(String(at)));
          expect(scroll.window(lines, height)).toHaveLength(Math.min(count, height));
        }
      }),
    );
  });
});
