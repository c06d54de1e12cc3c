import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Component } from '../../../../common/terminal/component.ts';
import { line } from '../../../../common/terminal/line.ts';
import { TextDialog } from '../../../../common/terminal/text-dialog.ts';
import { textOf } from '../../../support/a-host.ts';
import { anySize, anyText, wrongWith } from '../../../support/any-text.ts';

describe('TextDialog', () => {
  const lines = () => Array.from({ length: 9 }, (_, at) => line(String(at)));
  const rows = (dialog: TextDialog) =>
    textOf(dialog.view({ columns: 20, rows: 5 }))
      .split('\n')
      .map((one) => one.trim());

  test('says how much there is, and shows it', () => {
    const dialog = new TextDialog({ close: () => undefined }, { lines });
    expect(rows(dialog)).toEqual(['0', '1', '2', '3', '4']);
    expect(dialog.note).toBe('5/9');
    dialog.act('list-bottom');
    expect(rows(dialog)).toEqual(['4', '5', '6', '7', '8']);
    dialog.mouse({ type: 'wheel-up', column: 0, row: 0 });
    expect(rows(dialog)[0]).toBe('1');
  });

  test('does what its own keys ask for, and is closed by those of dialogs', () => {
    const close = jest.fn<(dialog: Component) => void>();
    const copy = jest.fn<() => void>();
    const dialog = new TextDialog({ close }, { lines, context: 'x', actions: { copy } });
    expect(dialog.contexts()).toEqual(['x', 'dialog', 'list']);
    expect(dialog.act('copy')).toBe(true);
    expect(copy).toHaveBeenCalledTimes(1);
    expect(dialog.act('else')).toBe(false);
    dialog.act('dialog-accept');
    expect(close).toHaveBeenCalledWith(dialog);
  });

  test('follows what it shows as long as it is on the screen', () => {
    let following = 0;
    const follow = () => {
      following++;
      return () => void following--;
    };
    const dialog = new TextDialog({ close: () => undefined }, { lines, follow });
    dialog.shown();
    dialog.shown();
    expect(following).toBe(1);
    dialog.hidden();
    expect(following).toBe(0);
  });

  test('fits any size with any text', () => {
    fc.assert(
      fc.property(anySize, fc.array(anyText), (size, texts) => {
        const dialog = new TextDialog(
          { close: () => undefined },
          { lines: () => texts.map((text) => line(text)) },
        );
        expect(wrongWith(dialog.view(size), size)).toBeUndefined();
      }),
    );
  });
});
