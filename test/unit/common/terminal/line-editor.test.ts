import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LineEditor } from '../../../../common/terminal/line-editor.ts';
import { keysOf, textOf } from '../../../support/a-host.ts';
import { anyText, wrongWith } from '../../../support/any-text.ts';

const editing = (text: string, ...actions: string[]) => {
  const editor = new LineEditor({ text });
  for (const action of actions) editor.act(`editor-${action}`);
  return editor;
};
const write = (editor: LineEditor, text: string) => {
  for (const key of keysOf(text)) editor.type(key);
};
/** the text with the cursor as a bar */
const shown = (editor: LineEditor) => `${editor.before}|${editor.text.slice(editor.before.length)}`;

describe('LineEditor', () => {
  test('writes at the cursor and moves by characters and words', () => {
    expect(shown(editing('um dois', 'word-left'))).toBe('um |dois');
    expect(shown(editing('um dois', 'home', 'word-right'))).toBe('um| dois');
    expect(shown(editing('abc', 'left', 'left', 'right'))).toBe('ab|c');
    expect(shown(editing('abc', 'home', 'left'))).toBe('|abc');
    expect(shown(editing('abc', 'right'))).toBe('abc|');
    const editor = editing('olá!', 'left');
    write(editor, ' mundo');
    expect(shown(editor)).toBe('olá mundo|!');
  });

  test('removes and puts back', () => {
    expect(shown(editing('um dois', 'cut-word'))).toBe('um |');
    expect(shown(editing('um dois', 'word-left', 'cut-before'))).toBe('|dois');
    expect(shown(editing('um dois', 'word-left', 'cut-after', 'home', 'put-back'))).toBe('dois|um ');
    expect(shown(editing('abc', 'backspace'))).toBe('ab|');
    expect(shown(editing('abc', 'home', 'backspace', 'delete'))).toBe('|bc');
    expect(shown(editing('abc', 'delete'))).toBe('abc|');
  });

  test('takes a letter with its marks, and a family, for one character', () => {
    expect(shown(editing('cafe\u0301', 'left'))).toBe('caf|e\u0301');
    expect(editing('a👩‍👧', 'backspace').text).toBe('a');
    const editor = editing('e!', 'left');
    editor.paste('\u0301');
    expect(shown(editor)).toBe('e\u0301|!');
  });

  test('makes one line of what is pasted', () => {
    const editor = editing('');
    editor.paste('/home/a\nb\r\n');
    expect(editor.text).toBe('/home/a b');
    editor.paste('x'.repeat(100_000));
    expect(editor.text.length).toBeLessThanOrEqual(4096);
  });

  test('remembers lines, and the one that was being written', () => {
    const editor = new LineEditor();
    for (const line of ['list', 'search a', 'search a']) {
      write(editor, line);
      expect(editor.commit()).toBe(line);
    }
    write(editor, 'sta');
    const recalled = ['previous', 'previous', 'previous', 'next', 'next', 'next'].map((action) => {
      editor.act(`editor-${action}`);
      return editor.text;
    });
    expect(recalled).toEqual(['search a', 'list', 'list', 'search a', 'sta', 'sta']);
  });

  test('shows exactly its columns, with the cursor, wherever it is', () => {
    const actions = fc.array(
      fc.constantFrom('left', 'right', 'home', 'end', 'word-left', 'backspace', 'cut-after', 'put-back'),
    );
    fc.assert(
      fc.property(anyText, actions, fc.integer({ min: 1, max: 40 }), (text, steps, columns) => {
        const view = editing(text, ...steps).view(columns);
        expect(wrongWith([view], { columns, rows: 1 })).toBeUndefined();
        expect(view.filter(({ style }) => style === 'cursor')).toHaveLength(1);
      }),
    );
  });

  test('scrolls to the cursor in a long line', () => {
    expect(textOf([editing('0123456789').view(5)])).toBe('6789 ');
    expect(textOf([editing('0123456789', 'home').view(5)])).toBe('0123…');
    expect(textOf([editing('0123456789').view(5, false)])).toBe('0123…');
  });

  test('knows its own actions only', () => {
    expect(editing('a').act('list-down')).toBe(false);
    expect(editing('a').act('editor-previous')).toBe(false);
  });

  test('puts the cursor where the mouse was', () => {
    const editor = editing('a漢b');
    editor.click(2);
    expect(shown(editor)).toBe('a|漢b');
    editor.click(50);
    expect(shown(editor)).toBe('a漢b|');
  });
});
