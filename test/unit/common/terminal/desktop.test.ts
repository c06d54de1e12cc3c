import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messagesIn } from '../../../../common/messages/messages.ts';
import type { Component, KeyPress } from '../../../../common/terminal/component.ts';
import { createDesktop } from '../../../../common/terminal/desktop.ts';
import type { DesktopOptions } from '../../../../common/terminal/desktop-options.ts';
import { ASCII, UNICODE } from '../../../../common/terminal/glyphs.ts';
import { fitLines, line, span } from '../../../../common/terminal/line.ts';
import { keysOf, textOf } from '../../../support/a-host.ts';
import { anySize, anyText, wrongWith } from '../../../support/any-text.ts';

const SIZE = { columns: 60, rows: 16 };

/** a component that notes what it gets */
function aComponent(name: string, more: Partial<Component> = {}) {
  const got: string[] = [];
  const component: Component = {
    view: (size) => fitLines([line(`this is ${name}`)], size),
    contexts: () => [name, 'list'],
    act: (action) => {
      got.push(action);
      return action !== 'list-mark';
    },
    paste: (text) => got.push(`pasted ${text}`) > 0,
    mouse: ({ type, column, row }) => got.push(`${type} ${column},${row}`) > 0,
    shown: () => void got.push('shown'),
    hidden: () => void got.push('hidden'),
    ...more,
  };
  return { component, got };
}

function aDesktop(options: Partial<DesktopOptions> = {}) {
  const files = aComponent('files');
  const search = aComponent('search');
  const told: string[] = [];
  let now = 0;
  let late: (() => void)[] = [];
  const screen = { redraws: 0, copied: '' };
  const desktop = createDesktop({
    tabs: [
      { id: 'files', title: 'My files', component: files.component },
      { id: 'search', title: 'Search network', component: search.component },
    ],
    bindings: [{ context: 'files', action: 'publish', keys: ['a'] }],
    messages: messagesIn('en'),
    glyphs: UNICODE,
    title: 'Pageswarm',
    onQuit: () => void told.push('quit'),
    statusLine: () => [span('10.0.0.1:8169')],
    commandLine: async (text) => {
      if (text === 'fail') throw new Error('no such verb');
      told.push(`run ${text}`);
    },
    verbs: ['search', 'show', 'list'],
    now: () => now,
    later: (run) => void late.push(run),
    ...options,
  });
  desktop.attach?.({
    redraw: () => void screen.redraws++,
    repaint: () => void told.push('repaint'),
    copy: (text) => void told.push(`copy ${text}`),
    suspend: () => void told.push('suspend'),
  });
  const press = (...keys: string[]) => {
    for (const key of keys) desktop.key({ key, text: key.length === 1 ? key : '' });
  };
  const write = (text: string) => {
    for (const key of keysOf(text)) desktop.key(key);
  };
  const shown = (size = SIZE) => textOf(desktop.view(size));
  const pass = (ms: number) => {
    now += ms;
    for (const run of late) run();
    late = [];
  };
  return { desktop, files, search, told, screen, press, write, shown, pass };
}

describe('createDesktop', () => {
  test('shows tabs, the active one, and a line that tells', () => {
    const { shown, press } = aDesktop();
    const lines = shown().split('\n');
    expect(lines[0]).toMatch(/^\[1 My files\] 2 Search network +Pageswarm $/);
    expect(lines[1]).toContain('this is files');
    expect(lines.at(-1)).toMatch(/^10\.0\.0\.1:8169 +\? help {2}: command {2}q quit$/);
    press('2');
    expect(shown()).toContain('this is search');
    expect(shown({ columns: 20, rows: 6 }).split('\n')[0]).toMatch(/^\[2 Search network\]/);
  });

  test('goes to tabs by number, Tab, Shift-Tab, mouse and name, and tells them', () => {
    const { desktop, files, search, press } = aDesktop();
    press('tab', '9', 'shift-tab');
    expect(desktop.tab).toBe('files');
    desktop.goTo('search');
    desktop.goTo('nowhere');
    expect(desktop.tab).toBe('search');
    desktop.view(SIZE);
    desktop.mouse({ type: 'press', column: 2, row: 0 });
    expect(desktop.tab).toBe('files');
    expect(files.got).toEqual(['shown', 'hidden', 'shown', 'hidden', 'shown']);
    expect(search.got).toEqual(['shown', 'hidden', 'shown', 'hidden']);
  });

  test('gives keys to the innermost context that knows them, then to the screen', () => {
    const { files, told, press } = aDesktop();
    press('a', 'down', 'z', 'space', 'q');
    expect(files.got).toEqual(['shown', 'publish', 'list-down', 'list-mark']);
    expect(told).toEqual(['quit']);
  });

  test('gives letters to what is being written, and keys that are no letters to the screen', () => {
    const typed: KeyPress[] = [];
    const editor = aComponent('search', {
      editing: true,
      contexts: () => ['search', 'editor', 'list'],
      type: (key) => void typed.push(key),
    });
    const { desktop, told, press } = aDesktop({
      tabs: [{ id: 'search', title: 'Search', component: editor.component }],
    });
    press('q', 'j', '1', 'down', 'left', 'ctrl-c');
    expect(typed.map(({ text }) => text).join('')).toBe('qj1');
    expect(editor.got).toEqual(['shown', 'editor-next', 'editor-left']);
    expect(told).toEqual(['quit']);
    expect(desktop.tab).toBe('search');
  });

  test('takes remapped keys and tells what is wrong with them', () => {
    const { desktop, files, press } = aDesktop({
      keyChanges: { 'files/publish': ['f5'], 'app/quit': ['Q'] },
    });
    press('a', 'f5', 'q');
    expect(files.got).toEqual(['shown', 'publish']);
    desktop.setKeys({ 'files/nothing': ['a'] });
    expect(desktop.keyProblems).toEqual([{ problem: 'unknown-action', name: 'files/nothing' }]);
    press('a');
    expect(files.got).toEqual(['shown', 'publish', 'publish']);
  });

  test('asks for yes or no by keys and by mouse; no is the default', async () => {
    const { desktop, press, shown } = aDesktop();
    const ask = (...keys: string[]) => {
      const answer = desktop.confirm('Remove "Álgebra"?', ['The file stays.']);
      desktop.view(SIZE);
      press(...keys);
      return answer;
    };
    expect(await ask('y')).toBe(true);
    expect(await ask('n')).toBe(false);
    expect(await ask('enter')).toBe(false);
    expect(await ask('left', 'enter')).toBe(true);
    expect(await ask('escape')).toBe(false);
    const byMouse = desktop.confirm('Sure?');
    const row = shown()
      .split('\n')
      .findIndex((text) => text.includes('Yes'));
    const column = shown().split('\n')[row]?.indexOf('Yes') ?? 0;
    desktop.mouse({ type: 'press', column, row });
    expect(await byMouse).toBe(true);
    expect(shown()).not.toContain('Sure?');
  });

  test('asks for a line, and for a choice', async () => {
    const { desktop, press, write, shown } = aDesktop();
    const name = desktop.prompt('Save as?', 'a.torrent');
    expect(shown()).toContain('Save as?');
    press('home', 'delete');
    write('b');
    press('enter');
    expect(await name).toBe('b.torrent');
    const choice = desktop.choose('Language?', ['English', 'Português', 'Español'], 1);
    expect(shown()).toContain('> Português');
    press('down', 'enter');
    expect(await choice).toBe(2);
    const none = desktop.prompt('Again?');
    press('escape');
    expect(await none).toBeUndefined();
  });

  test('does not end when a dialog is left with q, and ends with Ctrl-c', () => {
    const { desktop, told, press, shown } = aDesktop();
    const { component } = aComponent('details');
    desktop.open(component, { title: 'Details', columns: 20, rows: 3 });
    expect(shown()).toContain(' Details ');
    press('2', 'q');
    expect(shown()).not.toContain('Details');
    expect(desktop.tab).toBe('files');
    desktop.open(component, { title: 'Details', columns: 20, rows: 3 });
    press('ctrl-c');
    expect(told).toEqual(['quit']);
  });

  test('closes the help by the key that opened it, so that none lies on another', () => {
    const { press, shown } = aDesktop();
    press('?');
    expect(shown()).toContain('Help');
    press('?');
    expect(shown()).not.toContain('Help');
    press('?', 'f1', '?', 'escape');
    expect(shown()).not.toContain('Help');
  });

  test('shows help made from the key table, with changed keys, and scrolls in it', () => {
    const { press, shown } = aDesktop({ keyChanges: { 'files/publish': ['ctrl-p'] } });
    press('?');
    expect(shown({ columns: 60, rows: 60 })).toMatch(/│My files +│/);
    expect(shown({ columns: 60, rows: 60 })).toContain('Ctrl-p');
    expect(shown()).not.toContain('quit │');
    press('G');
    expect(shown()).toMatch(/q {2}Ctrl-c +quit/);
    expect(shown()).not.toContain('third tab');
    press('escape');
    expect(shown()).not.toContain('Ctrl-c');
  });

  test('runs a command line, completes verbs, remembers lines, and shows what went wrong', async () => {
    const { told, press, write, shown } = aDesktop();
    press(':');
    write('s');
    expect(shown()).toContain('search show');
    press('tab', 'tab');
    write(' x');
    expect(shown().split('\n').at(-1)).toMatch(/^:show x/);
    press('enter', ':', 'up');
    expect(shown().split('\n').at(-1)).toMatch(/^:show x/);
    press('escape', ':');
    write('fail');
    press('enter');
    await Promise.resolve();
    expect(told).toEqual(['run show x']);
    expect(shown()).toContain('no such verb');
    press(':', 'backspace');
    expect(shown()).not.toMatch(/\n:/);
  });

  test('tells the keys of the tab above the last line where there is room, as they are bound now', () => {
    const { component } = aComponent('files', {
      hints: ['files/publish', 'list/list-down', 'files/unbound'],
    });
    const tabs = [{ id: 'files', title: 'My files', component }];
    const { desktop, shown } = aDesktop({ tabs });
    expect(shown({ columns: 40, rows: 24 }).split('\n').at(-2)).toMatch(/^a publish {2}Down scroll +$/);
    expect(shown({ columns: 18, rows: 24 }).split('\n').at(-2)).toMatch(/^a publish +$/);
    expect(shown({ columns: 40, rows: 16 })).not.toContain('publish');
    desktop.setKeys({ 'files/publish': ['ctrl-p'] });
    expect(shown({ columns: 40, rows: 24 })).toContain('Ctrl-p publish');
  });

  test('makes a dialog no higher than what it shows, with its keys on the lower border', () => {
    const { desktop, shown } = aDesktop();
    const { component } = aComponent('dialog', { height: () => 2, hints: ['dialog/dialog-cancel'] });
    desktop.open(component, { title: 'On top', columns: 30, rows: 12 });
    const lines = shown().split('\n');
    const first = lines.findIndex((text) => text.includes(' On top '));
    expect(lines.findIndex((text) => /└ Esc close ─+┘/.test(text))).toBe(first + 3);
  });

  test('tells though a dialog fills the screen', () => {
    const { desktop } = aDesktop();
    desktop.open(aComponent('plan').component, { title: 'Plan', columns: 200, rows: 100 });
    expect(textOf(desktop.view(SIZE))).toMatch(/┘$/);
    desktop.say('Paused', 'good');
    expect(textOf(desktop.view(SIZE))).toMatch(/\nPaused *$/);
    expect(wrongWith(desktop.view(SIZE), SIZE)).toBeUndefined();
  });

  test('tells something for some seconds', () => {
    const { desktop, shown, pass, screen } = aDesktop();
    desktop.say('Published 3 files', 'good');
    expect(shown()).toContain('Published 3 files');
    const before = screen.redraws;
    pass(5001);
    expect(screen.redraws).toBeGreaterThan(before);
    expect(shown()).not.toContain('Published');
  });

  test('shows one component instead of the tabs, and takes other tabs', () => {
    const { desktop, files, shown, press } = aDesktop();
    const { component } = aComponent('welcome');
    desktop.replace(component);
    press('2');
    expect(shown().split('\n')[0]).toContain('this is welcome');
    desktop.replace(undefined);
    const more = aComponent('more');
    desktop.setTabs([
      { id: 'more', title: 'More', component: more.component },
      { id: 'files', title: 'Arquivos', component: files.component },
    ]);
    expect(desktop.tab).toBe('files');
    expect(shown()).toContain('[2 Arquivos]');
    press('1');
    expect(shown()).toContain('this is more');
  });

  test('gives the mouse and pasted text to what is on top, in its own cells', () => {
    const { desktop, files } = aDesktop();
    desktop.view(SIZE);
    desktop.mouse({ type: 'press', column: 4, row: 3 });
    desktop.paste('/tmp/a.pdf');
    const dialog = aComponent('dialog');
    desktop.open(dialog.component, { title: 'On top', columns: 20, rows: 4 });
    desktop.view(SIZE);
    desktop.mouse({ type: 'double', column: 20, row: 6 });
    desktop.mouse({ type: 'press', column: 0, row: 15 });
    expect(files.got).toEqual(['shown', 'press 4,2', 'pasted /tmp/a.pdf']);
    expect(dialog.got).toEqual(['shown', 'double 0,0']);
  });

  test('asks the terminal for its part', () => {
    const { desktop, told, press } = aDesktop();
    desktop.copy('magnet:');
    press('ctrl-l', 'ctrl-z');
    expect(told).toEqual(['copy magnet:', 'repaint', 'suspend']);
  });

  test('is exactly as large as the terminal, at any size, with any texts, with dialogs, and in ASCII', () => {
    const moves = fc.array(
      fc.constantFrom('help', 'confirm', 'prompt', 'choose', 'command', 'say', 'ascii', 'dialog'),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(moves, anyText, anySize, (steps, text, size) => {
        const { desktop, press } = aDesktop({ statusLine: () => line(text), title: text });
        const dialog = aComponent('dialog', { view: (inside) => fitLines([line(text), line(text)], inside) });
        for (const step of steps) {
          if (step === 'help') press('?');
          else if (step === 'confirm') void desktop.confirm(text, [text]);
          else if (step === 'prompt') void desktop.prompt(text, text);
          else if (step === 'choose') void desktop.choose(text, [text, 'b']);
          else if (step === 'command') press(':', 's');
          else if (step === 'say') desktop.say(text);
          else if (step === 'ascii') desktop.setGlyphs(ASCII);
          else desktop.open(dialog.component, { title: text, columns: 30, rows: 5 });
        }
        expect(wrongWith(desktop.view(size), size)).toBeUndefined();
        desktop.mouse({ type: 'press', column: size.columns - 1, row: size.rows - 1 });
      }),
    );
  });
});
