import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import blessed from 'blessed';
import { widthOf } from '../../terminal/cells.ts';
import { fitLines, type Line, type Size } from '../../terminal/line.ts';
import type { Paint, Theme } from '../../terminal/theme.ts';

/** attributes and a character */
type Cell = [attributes: number, character: string];
type Row = Cell[] & { dirty: boolean };

/** What is used of blessed's screen: its cells, of which it writes those that have changed. */
interface CellScreen {
  readonly lines: Row[];
  draw(first: number, last: number): void;
  /** forgets what is on the screen */
  realloc(): void;
  enter(): void;
  leave(): void;
  destroy(): void;
}

/** The cells of a terminal. */
export interface Canvas {
  /** writes what differs from before */
  paint(lines: readonly Line[], size: Size, theme: Theme): void;
  /** has everything written at the next `paint` */
  forget(): void;
  /** takes the screen over again after `leave` */
  enter(): void;
  /** shows what was there before */
  leave(): void;
  destroy(): void;
}

/**
 * blessed's own description of a terminal, which it understands; of today's descriptions it shows some as junk. All terminals
 * that matter know its few sequences (cursor, erase, colours); what one cannot show, the theme does not ask for.
 */
const TERMINAL = 'xterm-256color';
const TERMINFO = fileURLToPath(new URL('terminfo', import.meta.url));

/** a colour of the terminal's own */
const DEFAULT_COLOUR = 0x1ff;
const BOLD = 1;
const UNDERLINE = 2;
const INVERSE = 8;
/** below it every character takes one cell */
const FIRST_WIDE = 0x1100;

/** Takes the screen of `output` over. Keys are not read here: blessed would lose some. */
export function openCanvas(output: NodeJS.WriteStream): Canvas {
  const { ipaths } = (blessed as unknown as { tput: { ipaths: string[] } }).tput;
  if (!ipaths.includes(TERMINFO)) ipaths.unshift(TERMINFO);
  // box drawing as UTF-8; and no question to tmux, which blessed would wait for
  const open = () =>
    blessed.screen({
      input: new PassThrough(),
      output,
      terminal: TERMINAL,
      fullUnicode: true,
      forceUnicode: true,
      smartCSR: false,
      warnings: false,
    } as Parameters<typeof blessed.screen>[0]);
  const screen = withEnvironment({ NCURSES_NO_UTF8_ACS: '1', TMUX: undefined }, () =>
    withoutNewListeners(open),
  ) as unknown as CellScreen;

  return {
    paint: (lines, size, theme) => {
      for (const [row, line] of fitLines(lines, size).entries()) {
        const target = screen.lines[row];
        if (target !== undefined) paintLine(target, line, theme);
      }
      screen.draw(0, Math.min(size.rows, screen.lines.length) - 1);
    },
    forget: () => screen.realloc(),
    enter: () => screen.enter(),
    leave: () => screen.leave(),
    destroy: () => screen.destroy(),
  };
}

function paintLine(target: Row, line: Line, theme: Theme): void {
  let column = 0;
  for (const one of line) {
    const attributes = attributesOf(theme.paint(one));
    for (const character of theme.textOf(one)) {
      put(target, column++, attributes, character);
      // blessed skips the cell that the right half is in
      if (character.charCodeAt(0) >= FIRST_WIDE && widthOf(character) === 2)
        put(target, column++, attributes, ' ');
    }
  }
}

function put(target: Row, column: number, attributes: number, character: string): void {
  const cell = target[column];
  if (cell === undefined || (cell[0] === attributes && cell[1] === character)) return;
  cell[0] = attributes;
  cell[1] = character;
  target.dirty = true;
}

/** 9 bits of flags, 9 of ink, 9 of paper */
function attributesOf({ ink, paper, bold, underline, inverse }: Paint): number {
  const flags = (bold ? BOLD : 0) | (underline ? UNDERLINE : 0) | (inverse ? INVERSE : 0);
  return (flags << 18) | ((ink ?? DEFAULT_COLOUR) << 9) | (paper ?? DEFAULT_COLOUR);
}

/** blessed listens for the end of the process, and ends it by itself when nobody else seems to: in the middle of what others do. */
function withoutNewListeners<T>(run: () => T): T {
  const names = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'uncaughtException'];
  const before = new Set(names.flatMap((name) => process.listeners(name as NodeJS.Signals)));
  const result = run();
  for (const name of names) {
    for (const listener of process.listeners(name as NodeJS.Signals))
      if (!before.has(listener)) process.off(name, listener);
  }
  return result;
}

function withEnvironment<T>(changes: Readonly<Record<string, string | undefined>>, run: () => T): T {
  const before = Object.keys(changes).map((name) => [name, process.env[name]] as const);
  const set = ([name, value]: readonly [string, string | undefined]) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  Object.entries(changes).forEach(set);
  try {
    return run();
  } finally {
    before.forEach(set);
  }
}
