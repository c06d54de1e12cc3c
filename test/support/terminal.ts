import { fileURLToPath } from 'node:url';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import type { Lab } from './lab.ts';

/** One cell of the screen. Colours: a number of the 256, `#rrggbb`, or `undefined` for the terminal's own. */
export interface ScreenCell {
  readonly text: string;
  readonly width: number;
  readonly ink: number | string | undefined;
  readonly paper: number | string | undefined;
  readonly bold: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

/** How a test's terminal is set up. */
export interface TestTerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** whose folder is HOME and the working folder; it ends the program, too */
  readonly lab?: Lab;
  /** a compiled program instead of pageswarm */
  readonly program?: string;
}

/** A real terminal with a program in it. Disposing of it kills the program. */
export interface TestTerminal extends AsyncDisposable {
  readonly pid: number;
  /** the screen, line by line, without blanks at the ends */
  text(): string;
  /** line `row` of it, from 0 */
  line(row: number): string;
  cell(column: number, row: number): ScreenCell;
  /** everything that was written to the terminal */
  written(): string;
  /** resolves with the screen as soon as it fits; fails with the screen */
  until(what: RegExp | string | ((screen: string) => boolean), timeoutMs?: number): Promise<string>;
  /** keys by name: `press('down', 'ctrl-d', 'enter')` */
  press(...keys: readonly string[]): void;
  type(text: string): void;
  /** as a terminal that marks pastes does, if the program wants that */
  paste(text: string): void;
  click(column: number, row: number): void;
  doubleClick(column: number, row: number): void;
  wheel(direction: 'up' | 'down', column?: number, row?: number): void;
  /** where `text` is on the screen; fails if it is not */
  find(text: string): { readonly column: number; readonly row: number };
  resize(columns: number, rows: number): void;
  /** whether the alternate screen is shown */
  alternate(): boolean;
  mouseOn(): boolean;
  pasteOn(): boolean;
  cursorHidden(): boolean;
  title(): string;
  signal(name: NodeJS.Signals): void;
  /** closes the terminal's window: the program gets SIGHUP, and errors when it reads or writes */
  hangUp(): void;
  /** resolves when the program has ended, with all of its output shown */
  readonly exited: Promise<{ readonly code: number; readonly signal: number | undefined }>;
}

const MAIN = fileURLToPath(new URL('../../peer/main.js', import.meta.url));
const ESCAPE = '\u001b';
const PASTE = [`${ESCAPE}[200~`, `${ESCAPE}[201~`] as const;
const SEQUENCES: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: ESCAPE,
  space: ' ',
  tab: '\t',
  'shift-tab': `${ESCAPE}[Z`,
  backspace: '\u007f',
  delete: `${ESCAPE}[3~`,
  up: `${ESCAPE}[A`,
  down: `${ESCAPE}[B`,
  right: `${ESCAPE}[C`,
  left: `${ESCAPE}[D`,
  'ctrl-right': `${ESCAPE}[1;5C`,
  'ctrl-left': `${ESCAPE}[1;5D`,
  home: `${ESCAPE}[H`,
  end: `${ESCAPE}[F`,
  pageup: `${ESCAPE}[5~`,
  pagedown: `${ESCAPE}[6~`,
  f1: `${ESCAPE}OP`,
  f5: `${ESCAPE}[15~`,
};

/**
 * Starts the built program with `args` in a terminal: what people see, cell by cell.
 *
 *     await using terminal = openTestTerminal(['peer', '--data', folder], { lab });
 *     await terminal.until(/My files/);
 *     terminal.press('2');
 */
export function openTestTerminal(args: readonly string[], options: TestTerminalOptions = {}): TestTerminal {
  const { columns = 120, rows = 40, lab } = options;
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 500 });
  const env = environment(options.env, lab?.folder);
  const child = pty.spawn(process.execPath, [options.program ?? MAIN, ...args], {
    name: env['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd: lab?.folder ?? process.cwd(),
    env,
  });
  const changed = new Set<() => void>();
  let written = '';
  let title = '';
  let gone = false;
  const unread: Promise<void>[] = [];
  child.onData((data) => {
    written += data;
    unread.push(
      new Promise((resolve) => {
        screen.write(data, () => {
          for (const look of changed) look();
          resolve();
        });
      }),
    );
  });
  screen.onData((data) => write(data)); // its answers to questions
  screen.onTitleChange((text) => {
    title = text;
  });
  const write = (text: string) => {
    if (!gone) child.write(text);
  };
  const exited = new Promise<{ code: number; signal: number | undefined }>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      gone = true;
      void Promise.all(unread).then(() => resolve({ code: exitCode, signal: signal || undefined }));
    });
  });
  const mouse = (button: number, column: number, row: number, final: 'M' | 'm') =>
    write(`${ESCAPE}[<${button};${column + 1};${row + 1}${final}`);
  const press = (column: number, row: number) => {
    mouse(0, column, row, 'M');
    mouse(0, column, row, 'm');
  };
  const line = (row: number) => {
    const { active } = screen.buffer;
    return (
      active
        .getLine(active.baseY + row)
        ?.translateToString()
        .trimEnd() ?? ''
    );
  };
  const text = () => Array.from({ length: screen.rows }, (_, row) => line(row)).join('\n');

  const terminal: TestTerminal = {
    pid: child.pid,
    text,
    line,
    cell: (column, row) => cellOf(screen, column, row),
    written: () => written,
    until: (what, timeoutMs = 10_000) => waitUntil({ what, timeoutMs, text, changed, exited }),
    press: (...keys) => {
      for (const key of keys) write(sequenceOf(key));
    },
    type: write,
    paste: (pasted) => {
      const [begin, end] = screen.modes.bracketedPasteMode ? PASTE : ['', ''];
      write(begin + pasted + end);
    },
    click: press,
    doubleClick: (column, row) => {
      press(column, row);
      press(column, row);
    },
    wheel: (direction, column = 0, row = 0) => mouse(direction === 'up' ? 64 : 65, column, row, 'M'),
    find: (wanted) => {
      const found = text().split('\n').entries();
      for (const [row, shown] of found) {
        const column = shown.indexOf(wanted);
        if (column >= 0) return { column, row };
      }
      throw new Error(`'${wanted}' is not on the screen:\n${text()}`);
    },
    resize: (newColumns, newRows) => {
      screen.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    alternate: () => screen.buffer.active.type === 'alternate',
    mouseOn: () => screen.modes.mouseTrackingMode !== 'none',
    pasteOn: () => screen.modes.bracketedPasteMode,
    cursorHidden: () => written.lastIndexOf(`${ESCAPE}[?25l`) > written.lastIndexOf(`${ESCAPE}[?25h`),
    title: () => title,
    signal: (name) => {
      if (!gone) process.kill(child.pid, name);
    },
    hangUp: () => {
      (child as unknown as { destroy(): void }).destroy();
    },
    exited,
    [Symbol.asyncDispose]: async () => {
      if (!gone) process.kill(child.pid, 'SIGKILL');
      await exited;
      screen.dispose();
    },
  };
  return lab === undefined ? terminal : lab.own(terminal);
}

/** nothing of the person's who runs the tests is read or written */
function environment(
  more: Readonly<Record<string, string>> | undefined,
  home: string | undefined,
): Record<string, string> {
  const hidden = /^(PAGESWARM_|XDG_|LC_|TMUX|STY|VTE_|COLOR|TERM)|^(NODE_OPTIONS|NO_COLOR|LANG|LANGUAGE)$/;
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || hidden.test(name) ? [] : [[name, value]],
  );
  return {
    ...Object.fromEntries(kept),
    ...(home !== undefined && { HOME: home }),
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    ...more,
  };
}

function sequenceOf(key: string): string {
  const known = SEQUENCES[key];
  if (known !== undefined) return known;
  if ([...key].length === 1) return key;
  if (/^ctrl-[a-z]$/.test(key)) return String.fromCharCode(key.charCodeAt(5) - 96);
  if (key.startsWith('alt-')) return ESCAPE + sequenceOf(key.slice(4));
  throw new Error(`no sequence for the key '${key}'`);
}

function cellOf(screen: xterm.Terminal, column: number, row: number): ScreenCell {
  const { active } = screen.buffer;
  const cell = active.getLine(active.baseY + row)?.getCell(column);
  if (cell === undefined) throw new Error(`no cell ${column},${row}`);
  const colour = (isDefault: boolean, isRgb: boolean, value: number) =>
    isDefault ? undefined : isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
  return {
    text: cell.getChars(),
    width: cell.getWidth(),
    ink: colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
    paper: colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}

interface Waiting {
  readonly what: RegExp | string | ((screen: string) => boolean);
  readonly timeoutMs: number;
  readonly text: () => string;
  readonly changed: Set<() => void>;
  readonly exited: Promise<unknown>;
}

/** looks whenever the screen changes */
function waitUntil({ what, timeoutMs, text, changed, exited }: Waiting): Promise<string> {
  const fits = (screen: string) => {
    if (typeof what === 'function') return what(screen);
    return typeof what === 'string' ? screen.includes(what) : what.test(screen);
  };
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      changed.delete(look);
      act();
    };
    const look = () => {
      if (fits(text())) settle(() => resolve(text()));
    };
    const fail = (why: string) => () => {
      look();
      settle(() => reject(new Error(`the screen never fitted ${what}: ${why}\n${text()}`)));
    };
    const timer = setTimeout(fail(`not within ${timeoutMs} ms`), timeoutMs);
    changed.add(look);
    void exited.then(fail('the program has ended'));
    look();
  });
}
