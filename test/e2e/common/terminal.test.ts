import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { openTestTerminal, type TestTerminal, type TestTerminalOptions } from '../../support/terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../support/terminal-program.js', import.meta.url));
const SMALL = { columns: 60, rows: 16 };

/** the test program in a terminal, with its first screen */
async function start(options: TestTerminalOptions = {}, args: readonly string[] = []): Promise<TestTerminal> {
  const terminal = openTestTerminal(args, { program: PROGRAM, ...SMALL, ...options });
  await terminal.until('status');
  return terminal;
}

/** the modes that a program has to take back */
const modesOf = (terminal: TestTerminal) => ({
  alternate: terminal.alternate(),
  mouse: terminal.mouseOn(),
  paste: terminal.pasteOn(),
  cursorHidden: terminal.cursorHidden(),
});
const TAKEN = { alternate: true, mouse: true, paste: true, cursorHidden: true };
const RESTORED = { alternate: false, mouse: false, paste: false, cursorHidden: false };

describe('openTerminal', () => {
  test('takes the terminal, and gives it back as it was on quit', async () => {
    await using terminal = await start();
    expect(modesOf(terminal)).toEqual(TAKEN);
    expect(terminal.title()).toBe('Pageswarm test');
    terminal.press('q');
    expect(await terminal.exited).toEqual({ code: 0, signal: undefined });
    expect(modesOf(terminal)).toEqual(RESTORED);
    expect(terminal.text().trim()).toBe('ended by quit');
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('gives it back on %s', async (name) => {
    await using terminal = await start();
    terminal.signal(name);
    expect((await terminal.exited).signal).toBeGreaterThan(0);
    expect(modesOf(terminal)).toEqual(RESTORED);
    expect(terminal.text().trim()).toBe('');
  });

  test('gives it back on SIGHUP, and lets the program end its work', async () => {
    await using terminal = await start();
    terminal.signal('SIGHUP');
    expect(await terminal.exited).toEqual({ code: 7, signal: undefined });
    expect(modesOf(terminal)).toEqual(RESTORED);
    expect(terminal.text().trim()).toBe('ended by a closed terminal');
  });

  test.each([
    ['T', 'thrown in a key'],
    ['R', 'rejected somewhere'],
  ])('gives it back on a crash (%s), and prints the error after', async (key, message) => {
    await using terminal = await start({ columns: 160 });
    terminal.press(key);
    expect((await terminal.exited).code).toBe(1);
    expect(modesOf(terminal)).toEqual(RESTORED);
    expect(terminal.text()).toContain(message);
    expect(terminal.text()).toMatch(/at .*terminal-program/);
  });

  test('lets the program end its work when the window is closed', async () => {
    await using terminal = await start();
    terminal.hangUp();
    expect(await terminal.exited).toEqual({ code: 7, signal: undefined });
  });

  test('follows the size of the terminal, down to five cells and back', async () => {
    await using terminal = await start();
    terminal.resize(5, 5);
    await terminal.until(
      (screen) => screen.split('\n').every((line) => [...line].length <= 5) && /\[1 R/.test(screen),
    );
    terminal.resize(1, 1);
    terminal.resize(90, 20);
    await terminal.until(/\? help {2}: command {2}q quit/);
    expect(terminal.line(0)).toContain('[1 Rows] 2 Picture');
    expect(terminal.line(19)).toMatch(/^status/);
    terminal.press('down');
    await terminal.until(/▸ {1,2}漢字/);
  });

  test('paints all again when the size came back before it was looked at', async () => {
    await using terminal = await start();
    const before = terminal.text();
    terminal.signal('SIGSTOP'); // a process that is busy sees both changes as one
    terminal.resize(5, 5);
    terminal.resize(SMALL.columns, SMALL.rows);
    expect(terminal.text()).not.toBe(before);
    terminal.signal('SIGCONT');
    expect(await terminal.until((screen) => screen === before)).toBe(before);
  });

  test('shows texts of any script in columns, and none that steers the terminal', async () => {
    await using terminal = await start();
    for (let row = 2; row < 12; row++) {
      const cells = Array.from({ length: 60 }, (_, column) => terminal.cell(column, row));
      // the number's column begins at the same cell in every line
      expect(cells.reduce((sum, { width }) => sum + width, 0)).toBe(60);
      expect(cells[59]?.text).toBe(String(row - 2));
    }
    expect(terminal.line(7)).toContain('·[31mred·]52;c;AAAA·');
    expect(terminal.line(8)).toContain('{bold}tag{/bold}');
    expect(terminal.line(11)).toContain('x…');
    expect(terminal.cell(4, 7).ink).toBe(terminal.cell(4, 8).ink);
  });

  test('is the same after moving over every row as when painted anew', async () => {
    await using terminal = await start();
    for (let count = 0; count < 9; count++) {
      terminal.press('down');
      await terminal.until(new RegExp(`^▸.* ${count + 1}$`, 'm'));
    }
    terminal.press('?');
    await terminal.until(' Help ');
    terminal.press('escape');
    await terminal.until((screen) => !screen.includes(' Help '));
    const before = terminal.text();
    const painted = terminal.written().length;
    terminal.press('ctrl-l');
    await terminal.until((screen) => terminal.written().length > painted + 500 && screen === before);
  });

  test('answers keys: letters, arrows, escape alone, function keys, command line', async () => {
    await using terminal = await start();
    terminal.press('down', 'down', 'enter');
    await terminal.until('opened 2');
    terminal.press('f1');
    await terminal.until(' Help ');
    terminal.press('escape');
    await terminal.until((screen) => !screen.includes(' Help '));
    terminal.press(':');
    terminal.type('li');
    await terminal.until(/^:li +list/m);
    terminal.press('tab', 'enter');
    await terminal.until('ran list');
    terminal.press('/');
    terminal.type('algebra');
    await terminal.until('1 of 10');
    terminal.press('escape');
    await terminal.until(/\{bold\}tag/);
  });

  test('knows a paste, marked or all at once, and gives it in one piece', async () => {
    await using terminal = await start();
    terminal.paste('/home/ana/two\nlines.pdf');
    await terminal.until('pasted </home/ana/two·lines.pdf>');
    terminal.type('/home/ana/dropped.pdf');
    await terminal.until('pasted </home/ana/dropped.pdf>');
  });

  test('knows the mouse, double clicks and the wheel, and lets it go on request', async () => {
    await using terminal = await start({}, ['200']);
    terminal.click(5, 4);
    await terminal.until(/^▸.* 2$/m);
    terminal.doubleClick(5, 5);
    await terminal.until('opened 3');
    terminal.wheel('down', 5, 5);
    await terminal.until((screen) => !/ 2$/m.test(screen));
    terminal.click(10, 0);
    await terminal.until('[2 Picture]');
    terminal.press('1', 'M');
    await terminal.until(() => !terminal.mouseOn());
    terminal.press('M');
    await terminal.until(() => terminal.mouseOn());
  });

  test('puts text on the clipboard', async () => {
    await using terminal = await start();
    terminal.press('y');
    const sequence = `\u001b]52;c;${Buffer.from('magnet:?xt=á').toString('base64')}\u0007`;
    await terminal.until(() => terminal.written().includes(sequence));
  });

  test('comes back after it was suspended', async () => {
    await using terminal = await start();
    terminal.press('down');
    await terminal.until(/^▸.* 1$/m);
    terminal.press('ctrl-z');
    await terminal.until(() => !terminal.alternate());
    terminal.signal('SIGCONT');
    await terminal.until(/^▸.* 1$/m);
    expect(modesOf(terminal)).toEqual(TAKEN);
    terminal.press('down');
    await terminal.until(/^▸.* 2$/m);
  });

  test('shows pictures in 256 colours', async () => {
    await using terminal = await start();
    terminal.press('2');
    await terminal.until('▀▀▀▀');
    expect(terminal.cell(0, 1)).toMatchObject({ text: '▀', ink: 196, paper: 21 });
  });

  test('has no colours with NO_COLOR, and the cursor is seen', async () => {
    await using terminal = await start({ env: { NO_COLOR: '1' } });
    expect(terminal.cell(2, 2).inverse).toBe(true);
    terminal.press('2');
    await terminal.until('[2 Picture]');
    for (let row = 0; row < 16; row++) {
      for (let column = 0; column < 60; column++) {
        expect(terminal.cell(column, row)).toMatchObject({ ink: undefined, paper: undefined });
      }
    }
    expect(terminal.line(1)).toBe('::::');
  });

  test.each(['tmux-256color', 'screen-256color', 'xterm-kitty', 'linux', 'vt100', 'xterm'])(
    'writes no junk with TERM=%s',
    async (name) => {
      await using terminal = await start({ env: { TERM: name } });
      expect(terminal.line(0)).toMatch(/^\[1 Rows\] 2 Picture +test$/);
      expect(terminal.line(1)).toMatch(/^ {2}Name +Number$/);
      expect(terminal.line(2)).toMatch(/^▸ {1,2}Álgebra +0$/);
      expect(terminal.line(15)).toMatch(/^status +\? help {2}: command {2}q quit$/);
      const colours = new Set<unknown>();
      for (let column = 0; column < 60; column++) colours.add(terminal.cell(column, 0).ink);
      expect(
        [...colours].every((ink) => ink === undefined || Number(ink) < (/256|kitty/.test(name) ? 256 : 16)),
      ).toBe(true);
      expect(name === 'vt100' ? colours.size : 1).toBe(1);
      if (/linux|vt/.test(name)) expect(terminal.written()).not.toContain('\u001b]');
      terminal.press('q');
      expect((await terminal.exited).code).toBe(0);
      expect(terminal.text().trim()).toBe('ended by quit');
    },
  );

  test('refuses a terminal that cannot show it, and says what to use', async () => {
    const terminal = openTestTerminal([], { program: PROGRAM, env: { TERM: 'dumb' } });
    expect((await terminal.exited).code).toBe(1);
    expect(terminal.text()).toMatch(/TERM=dumb; use pageswarm list/);
    expect(terminal.text()).toContain('ERR_TERMINAL_UNSUITABLE');
  });

  test('does nothing at all while nothing changes', async () => {
    await using terminal = await start();
    terminal.press('down');
    await terminal.until(/^▸.* 1$/m);
    const before = terminal.written().length;
    terminal.press('f5');
    terminal.resize(SMALL.columns, SMALL.rows);
    terminal.press('up');
    await terminal.until(/^▸.* 0$/m);
    // two rows, not a screen
    expect(terminal.written().length - before).toBeLessThan(2500);
  });
});
