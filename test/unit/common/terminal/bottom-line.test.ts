import { describe, expect, test } from '@jest/globals';
import { BETWEEN, bottomLine } from '../../../../common/terminal/bottom-line.ts';
import { line } from '../../../../common/terminal/line.ts';
import { textOf } from '../../../support/a-host.ts';

const HINTS = [line('? help'), line('  : command'), line('  q quit')];

describe('bottomLine', () => {
  test('drops hints where the state has no room, and the first of them last', () => {
    const shown = (columns: number) => textOf([bottomLine(line('10.0.0.1:8169 ok'), HINTS, columns)]);
    expect(shown(50)).toBe('10.0.0.1:8169 ok         ? help  : command  q quit');
    expect(shown(41)).toBe('10.0.0.1:8169 ok        ? help  : command');
    expect(shown(25)).toBe('10.0.0.1:8169 ok   ? help');
    expect(shown(20)).toBe('10.0.0.1:816… ? help');
    expect(shown(10)).toBe('10.0.0.1:…');
  });

  test('drops whole parts of a state that is too long', () => {
    const state = [
      ...line('10.0.0.1:8169'),
      BETWEEN,
      ...line('no transfers'),
      BETWEEN,
      ...line('down 0 B/s'),
    ];
    const shown = (columns: number) => textOf([bottomLine(state, HINTS, columns)]);
    expect(shown(51)).toBe('10.0.0.1:8169 · no transfers · down 0 B/s    ? help');
    expect(shown(45)).toMatch(/^10\.0\.0\.1:8169 · no transfers +\? help$/);
    expect(shown(30)).toMatch(/^10\.0\.0\.1:8169 +\? help$/);
  });
});
