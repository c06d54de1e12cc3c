import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messagesIn } from '../../../../common/messages/messages.ts';
import { LANGUAGES, type Language } from '../../../../common/messages/section.ts';
import { UNICODE } from '../../../../common/terminal/glyphs.ts';
import { helpOf } from '../../../../common/terminal/help-lines.ts';
import { createApp } from '../../../../tracker/tui/app.ts';
import { TRACKER_KEYS } from '../../../../tracker/tui/keys.ts';
import { keysOf, textOf } from '../../../support/a-host.ts';
import { aDocumentRow, aHostRow, type Invented, screenParts } from '../../../support/an-overview.ts';
import { anySize, wrongWith } from '../../../support/any-text.ts';
import { settled } from '../../../support/settled.ts';

const SIZE = { columns: 60, rows: 16 };
function anApp(known: Partial<Invented> = {}, language: Language = 'en') {
  const { parts, world } = screenParts(known);
  let quits = 0;
  const messages = messagesIn(language);
  const app = createApp({ ...parts, messages, glyphs: UNICODE, onQuit: () => void quits++ });
  const screen = { redraw: () => {}, repaint: () => {}, copy: () => {}, suspend: () => {} };
  app.desktop.attach?.(screen);
  const press = (...keys: string[]) => {
    for (const key of keys) app.desktop.key({ key, text: '' });
  };
  const type = (text: string) => {
    for (const key of keysOf(text)) app.desktop.key(key);
  };
  return { ...app, world, press, type, quits: () => quits, text: () => textOf(app.desktop.view(SIZE)) };
}

describe('createApp', () => {
  test('has four tabs, reached by number and in turn', () => {
    const { text, press, type } = anApp({ documents: [aDocumentRow(1)], hosts: [aHostRow(2)] });
    expect(text()).toMatch(/\[1 Documents\][\s\S]*document 1\.pdf/);
    type('2');
    expect(text()).toContain('000000020000');
    press('tab');
    expect(text()).toContain('This tracker is reached at');
    type('4');
    expect(text()).toContain('Nothing has happened');
    press('tab');
    expect(text()).toContain('document 1.pdf');
  });

  test('tells in the last line where it is reached and what it has', () => {
    const { desktop } = anApp({ hosts: [aHostRow(1)] });
    expect(textOf(desktop.view({ columns: 100, rows: 16 }))).toContain(
      'http://192.0.2.1:8168 · 0 documents · 1 host · 3/s',
    );
  });

  test('searches with / and i, and text in the search is no command', () => {
    const { text, type, press } = anApp({
      documents: [aDocumentRow(1, { name: 'quartz.pdf' }), aDocumentRow(2)],
    });
    for (const key of ['/', 'i']) {
      type(key);
      type('q');
      expect(text()).toContain('quartz.pdf');
      expect(text()).not.toContain('document 2.pdf');
      press('escape');
    }
    expect(text()).toContain('document 2.pdf');
  });

  test('shows its keys in the help, each with words in every language', () => {
    const { text, type } = anApp();
    type('?');
    expect(text()).toContain('Published documents');
    expect(text()).toMatch(/t +save the \.torrent/);
    for (const language of LANGUAGES) {
      const messages = messagesIn(language);
      expect(TRACKER_KEYS.filter((key) => helpOf(key, messages) === key.action)).toEqual([]);
    }
  });

  test('stops at once when nobody reports, asks when somebody does, and believes who says it twice', async () => {
    const idle = anApp();
    idle.type('q');
    expect(idle.quits()).toBe(1);

    const busy = anApp({ hosts: [aHostRow(1), aHostRow(2)] });
    busy.type('q');
    expect([busy.quits(), busy.text()]).toEqual([0, expect.stringContaining('2 hosts report to it.')]);
    busy.type('n');
    await settled();
    busy.type('q');
    busy.type('y');
    await settled();
    expect(busy.quits()).toBe(1);
    busy.press('ctrl-c', 'ctrl-c');
    expect(busy.quits()).toBe(2);
  });

  test.each(LANGUAGES)('fills any size in %s, on every tab and in the details', (language) => {
    const { desktop, type, press } = anApp(
      { documents: [aDocumentRow(1)], hosts: [aHostRow(1, 3)] },
      language,
    );
    for (const tab of ['1', '2', '3', '4']) {
      type(tab);
      for (const open of [false, true]) {
        if (open) press('enter');
        fc.assert(
          fc.property(anySize, (size) => expect(wrongWith(desktop.view(size), size)).toBeUndefined()),
          { numRuns: 40 },
        );
        press('escape');
      }
    }
  });
});
