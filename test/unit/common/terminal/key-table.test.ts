import { describe, expect, test } from '@jest/globals';
import { messagesIn } from '../../../../common/messages/messages.ts';
import { LANGUAGES } from '../../../../common/messages/section.ts';
import { DEFAULT_KEYS } from '../../../../common/terminal/default-keys.ts';
import { helpOf } from '../../../../common/terminal/help-lines.ts';
import { keyName } from '../../../../common/terminal/key-name.ts';
import { type Binding, createKeyTable, isKey, nameOfAction } from '../../../../common/terminal/key-table.ts';

const BINDINGS: readonly Binding[] = [
  { context: 'files', action: 'publish', keys: ['a'] },
  { context: 'files', action: 'remove', keys: ['x'] },
  { context: 'list', action: 'list-down', keys: ['down', 'j'] },
];

describe('createKeyTable', () => {
  test('tells what a key does in a context', () => {
    const table = createKeyTable(BINDINGS);
    expect(table.actionsOf('files', 'a')).toEqual(['publish']);
    expect(table.actionsOf('list', 'a')).toEqual([]);
    expect(table.problems).toEqual([]);
  });

  test('gives actions the keys that a person wants instead', () => {
    const table = createKeyTable(BINDINGS, { 'files/publish': ['ctrl-p'], 'list/down': [] });
    expect(table.actionsOf('files', 'ctrl-p')).toEqual(['publish']);
    expect(table.actionsOf('files', 'a')).toEqual([]);
    expect(table.actionsOf('list', 'j')).toEqual([]);
    expect(table.keysOf('files', 'publish')).toEqual(['ctrl-p']);
  });

  test('tells what is wrong with them, and keeps the rest', () => {
    const table = createKeyTable(BINDINGS, { 'files/publish': ['x', 'hyper-z'], 'files/fly': ['f'] });
    expect(table.problems).toEqual([
      { problem: 'unknown-key', name: 'files/publish', key: 'hyper-z' },
      { problem: 'unknown-action', name: 'files/fly' },
      { problem: 'conflict', name: 'files/publish', key: 'x', other: 'files/remove' },
    ]);
    expect(table.actionsOf('files', 'x')).toEqual(['publish', 'remove']);
  });

  test('is not misled by names that every object has', () => {
    expect(createKeyTable(BINDINGS, {}).keysOf('constructor', 'toString')).toEqual([]);
  });
});

describe('isKey', () => {
  test('knows what a terminal can send', () => {
    const keys = [
      'a',
      'A',
      'é',
      '-',
      'ctrl--',
      'enter',
      'ctrl-alt-shift-f12',
      'shift-tab',
      'ctrl-left',
      '漢',
    ];
    expect(keys.filter((key) => !isKey(key))).toEqual([]);
    expect(['', 'hyper-a', 'f13', 'ctrl-', 'enterr', 'ab'].filter(isKey)).toEqual([]);
  });
});

describe('nameOfAction', () => {
  test('does not say the context twice', () => {
    expect(BINDINGS.map(nameOfAction)).toEqual(['files/publish', 'files/remove', 'list/down']);
  });
});

describe('DEFAULT_KEYS', () => {
  test('has no conflicts, only keys that exist, and a help text in every language', () => {
    expect(createKeyTable(DEFAULT_KEYS).problems).toEqual([]);
    expect(DEFAULT_KEYS.flatMap(({ keys }) => keys).filter((key) => !isKey(key))).toEqual([]);
    for (const language of LANGUAGES) {
      const messages = messagesIn(language);
      expect(DEFAULT_KEYS.filter((binding) => helpOf(binding, messages) === binding.action)).toEqual([]);
    }
  });
});

describe('keyName', () => {
  test('shows keys as people read them', () => {
    expect(['ctrl-d', 'pageup', 'shift-tab', 'f1', 'ctrl--', '-', 'G', 'alt-backspace'].map(keyName)).toEqual(
      ['Ctrl-d', 'PgUp', 'Shift-Tab', 'F1', 'Ctrl--', '-', 'G', 'Alt-Backspace'],
    );
  });
});
