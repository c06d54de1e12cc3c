import type { Glyphs } from './component.ts';
import type { ScreenSettings } from './screen-settings.ts';

/** For terminals that show Unicode: nearly all. */
export const UNICODE: Glyphs = {
  ascii: false,
  horizontal: '─',
  vertical: '│',
  topLeft: '┌',
  topRight: '┐',
  bottomLeft: '└',
  bottomRight: '┘',
  bars: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  full: '█',
  empty: '░',
  half: '▀',
  mark: '•',
  tick: '✓',
  cross: '✗',
  arrow: '▸',
  down: '↓',
  up: '↑',
  ellipsis: '…',
};

/** For terminals and fonts that show ASCII only. */
export const ASCII: Glyphs = {
  ascii: true,
  horizontal: '-',
  vertical: '|',
  topLeft: '+',
  topRight: '+',
  bottomLeft: '+',
  bottomRight: '+',
  bars: ['.', '.', ':', ':', '|', '|', '#', '#'],
  full: '#',
  empty: '.',
  half: '"',
  mark: '*',
  tick: 'v',
  cross: 'x',
  arrow: '>',
  down: '<',
  up: '>',
  ellipsis: '~',
};

/** As somebody wishes; `auto` is Unicode unless the locale, or the terminal, is one that has none. */
export function glyphsFor(
  borders: ScreenSettings['borders'],
  env: Readonly<Record<string, string | undefined>>,
): Glyphs {
  if (borders !== 'auto') return borders === 'ascii' ? ASCII : UNICODE;
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value) ?? 'UTF-8';
  return /utf-?8/i.test(locale) && !/^(vt\d|ansi)/.test(env['TERM'] ?? '') ? UNICODE : ASCII;
}
