import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KeyPress } from '../../../../common/terminal/component.ts';
import { ASCII } from '../../../../common/terminal/glyphs.ts';
import { fitLines, line } from '../../../../common/terminal/line.ts';
import { aComponent, aDesktop, SIZE } from '../../../support/a-desktop.ts';
import { anySize, anyText, wrongWith } from '../../../support/any-text.ts';

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
        const { desktop, press } = aDesktop({
          statusLine: () => [{ text: line(text), weight: 0 }],
          title: text,
        });
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
