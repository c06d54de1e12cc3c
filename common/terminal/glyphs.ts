import type { Glyphs } from './component.ts';

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
  ellipsis: '~',
};
