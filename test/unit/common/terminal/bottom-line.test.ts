import { describe, expect, test } from '@jest/globals';
import { bottomLine, type StatusPart } from '../../../../common/terminal/bottom-line.ts';
import { line } from '../../../../common/terminal/line.ts';
import { textOf } from '../../../support/a-host.ts';

const HINTS = [line('? help'), line('  : command'), line('  q quit')];

function aPart(text: string, weight: number, short?: string): StatusPart {
  return { text: line(text), weight, ...(short !== undefined && { short: line(short) }) };
}

describe('bottomLine', () => {
  test('drops hints where the state has no room, and the first of them last', () => {
    const state = [aPart('10.0.0.1:8169 ok', 1)];
    const shown = (columns: number) => textOf([bottomLine(state, HINTS, columns)]);
    expect(shown(50)).toBe('10.0.0.1:8169 ok         ? help  : command  q quit');
    expect(shown(41)).toBe('10.0.0.1:8169 ok        ? help  : command');
    expect(shown(25)).toBe('10.0.0.1:8169 ok   ? help');
    expect(shown(20)).toBe('10.0.0.1:816… ? help');
    expect(shown(10)).toBe('10.0.0.1:…');
  });

  test('shortens, then drops the part that weighs least, and never the first', () => {
    const state = [
      aPart('10.0.0.1:8169', 0),
      aPart('no transfers', 1),
      aPart('down 9 kB/s', 3, '↓ 9 kB/s'),
      aPart('3 ok', 2),
    ];
    const shown = (columns: number) => textOf([bottomLine(state, [], columns)]).trimEnd();
    expect(shown(49)).toBe('10.0.0.1:8169 · no transfers · down 9 kB/s · 3 ok');
    expect(shown(48)).toBe('10.0.0.1:8169 · no transfers · ↓ 9 kB/s · 3 ok');
    expect(shown(45)).toBe('10.0.0.1:8169 · down 9 kB/s · 3 ok');
    expect(shown(33)).toBe('10.0.0.1:8169 · ↓ 9 kB/s · 3 ok');
    expect(shown(30)).toBe('10.0.0.1:8169 · down 9 kB/s');
    expect(shown(20)).toBe('10.0.0.1:8169');
    expect(shown(9)).toBe('10.0.0.1…');
  });

  test('shows no state where there is none', () => {
    expect(textOf([bottomLine([], HINTS, 30)])).toMatch(/^ +\? help {2}: command {2}q quit$/);
  });
});
