import { describe, expect, test } from '@jest/globals';
import { heatLines } from '../../../../peer/cli/heat.ts';

describe('heatLines', () => {
  test('has a character for each page, and says what it means', () => {
    const lines = heatLines({
      unit: 'page',
      pages: 6,
      held: [100, 40, 0, 0, 0, 100],
      estimated: false,
      arriving: [-1, -1, 1, -1, -1, 1],
      availability: [1, 1, 1, 1, 0, 1],
      holders: ['192.0.2.1:8169', '192.0.2.2:8169'],
    });
    expect(lines[0]).toBe('1  #+b.!#');
    expect(lines[1]).toBe('2 of 6 pages here');
    expect(lines.at(-1)).toBe('b arrives from 192.0.2.2:8169');
  });

  test('begins a line after fifty pages, and says what is a guess', () => {
    const each = <T>(value: T) => new Array<T>(120).fill(value);
    const lines = heatLines({
      unit: 'piece',
      pages: 120,
      held: each(41),
      estimated: true,
      arriving: each(-1),
      availability: each(0),
      holders: [],
    });
    expect(lines.slice(0, 3)).toEqual([
      `  1  ${'+'.repeat(50)}`,
      ` 51  ${'+'.repeat(50)}`,
      `101  ${'+'.repeat(20)}`,
    ]);
    expect(lines[3]).toBe('0 of 120 pieces here, by what lies on the disk');
  });
});
