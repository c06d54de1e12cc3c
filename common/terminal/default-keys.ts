import type { Binding } from './key-table.ts';

const TABS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Keys of what every screen has: the screen itself, lists, tables, lines that are edited, dialogs. */
export const DEFAULT_KEYS: readonly Binding[] = [
  ...inContext('app', {
    'app-next-tab': ['tab'],
    'app-previous-tab': ['shift-tab'],
    ...Object.fromEntries(TABS.map((digit) => [`app-tab-${digit}`, [digit]])),
    'app-command': [':'],
    'app-help': ['?', 'f1'],
    'app-repaint': ['ctrl-l'],
    'app-suspend': ['ctrl-z'],
    'app-back': ['escape'],
    'app-quit': ['q', 'ctrl-c'],
  }),
  ...inContext('list', {
    'list-down': ['down', 'j'],
    'list-up': ['up', 'k'],
    'list-top': ['g', 'home'],
    'list-bottom': ['G', 'end'],
    'list-half-down': ['ctrl-d'],
    'list-half-up': ['ctrl-u'],
    'list-page-down': ['pagedown', 'ctrl-f'],
    'list-page-up': ['pageup', 'ctrl-b'],
    'list-mark': ['space'],
  }),
  ...inContext('table', {
    'table-open': ['enter'],
    'table-filter': ['/'],
    'table-next-match': ['n'],
    'table-previous-match': ['N'],
    'table-sort': ['s'],
    'table-reverse': ['S'],
    'table-clear': ['escape'],
  }),
  ...inContext('editor', {
    'editor-accept': ['enter'],
    'editor-cancel': ['escape'],
    'editor-left': ['left', 'ctrl-b'],
    'editor-right': ['right', 'ctrl-f'],
    'editor-word-left': ['ctrl-left', 'alt-left', 'alt-b'],
    'editor-word-right': ['ctrl-right', 'alt-right', 'alt-f'],
    'editor-home': ['home', 'ctrl-a'],
    'editor-end': ['end', 'ctrl-e'],
    'editor-backspace': ['backspace'],
    'editor-delete': ['delete', 'ctrl-d'],
    'editor-cut-before': ['ctrl-u'],
    'editor-cut-after': ['ctrl-k'],
    'editor-cut-word': ['ctrl-w', 'alt-backspace'],
    'editor-put-back': ['ctrl-y'],
    'editor-previous': ['up', 'ctrl-p'],
    'editor-next': ['down', 'ctrl-n'],
  }),
  ...inContext('dialog', {
    'dialog-accept': ['enter'],
    'dialog-cancel': ['escape', 'q'],
    'dialog-yes': ['y'],
    'dialog-no': ['n'],
    'dialog-next': ['tab', 'right', 'l'],
    'dialog-previous': ['shift-tab', 'left', 'h'],
  }),
];

function inContext(context: string, actions: Readonly<Record<string, readonly string[]>>): Binding[] {
  return Object.entries(actions).map(([action, keys]) => ({ context, action, keys }));
}
