import { describe, expect, test } from '@jest/globals';
import { aComponent, aDesktop, SIZE } from '../../../support/a-desktop.ts';
import { textOf } from '../../../support/a-host.ts';
import { wrongWith } from '../../../support/any-text.ts';

describe('createDesktop with dialogs', () => {
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
    expect(shown()).toContain('┌ Save as? ─');
    expect(shown().match(/Save as/g)).toHaveLength(1);
    press('home', 'delete');
    write('b');
    press('enter');
    expect(await name).toBe('b.torrent');
    const choice = desktop.choose('Language?', ['English', 'Português', 'Español'], 1);
    expect(shown()).toContain('┌ Language? ─');
    expect(shown()).toContain('│▸ Português');
    press('down', 'enter');
    expect(await choice).toBe(2);
    const none = desktop.prompt('Again?');
    press('escape');
    expect(await none).toBeUndefined();
  });

  test('asks above the answer what is too long for the border', () => {
    const { desktop, shown } = aDesktop();
    expect(shown()).not.toContain('┌');
    void desktop.prompt('Keys for files/publish, divided by blanks (none: the default)');
    expect(shown()).toMatch(/┌─+┐\n│Keys for files\/publish, divided by blanks/);
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
});
