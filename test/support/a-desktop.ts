import { messagesIn } from '../../common/messages/messages.ts';
import type { Component } from '../../common/terminal/component.ts';
import { createDesktop } from '../../common/terminal/desktop.ts';
import type { DesktopOptions } from '../../common/terminal/desktop-options.ts';
import { UNICODE } from '../../common/terminal/glyphs.ts';
import { fitLines, line, type Size, span } from '../../common/terminal/line.ts';
import { keysOf, textOf } from './a-host.ts';

/** Of the terminal, where none else is told. */
export const SIZE: Size = { columns: 60, rows: 16 };

/** A component that notes what it gets */
export function aComponent(name: string, more: Partial<Component> = {}) {
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

/** A desktop with two tabs, what it told others in `told`, and a clock that goes by `pass`. */
export function aDesktop(options: Partial<DesktopOptions> = {}) {
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
    statusLine: () => [{ text: [span('10.0.0.1:8169')], weight: 0 }],
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
