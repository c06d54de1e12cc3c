import type { Binding } from '../../../common/terminal/key-table.ts';

/** Keys of the file picker. None of them types a character but the blank: the others are the filter's. */
export const PICKER_KEYS: readonly Binding[] = [
  { context: 'picker', action: 'down', keys: ['down', 'ctrl-n'] },
  { context: 'picker', action: 'up', keys: ['up', 'ctrl-p'] },
  { context: 'picker', action: 'page-down', keys: ['pagedown', 'ctrl-d'] },
  { context: 'picker', action: 'page-up', keys: ['pageup'] },
  { context: 'picker', action: 'first', keys: ['home'] },
  { context: 'picker', action: 'last', keys: ['end'] },
  { context: 'picker', action: 'choose', keys: ['enter', 'right'] },
  { context: 'picker', action: 'mark', keys: ['space'] },
  { context: 'picker', action: 'publish', keys: ['f5', 'ctrl-s'] },
  { context: 'picker', action: 'parent', keys: ['left'] },
  { context: 'picker', action: 'erase', keys: ['backspace', 'ctrl-h'] },
  { context: 'picker', action: 'clear', keys: ['ctrl-u', 'ctrl-w'] },
  { context: 'picker', action: 'all', keys: ['f2', 'ctrl-t'] },
  { context: 'picker', action: 'hidden', keys: ['f3', 'alt-h'] },
  { context: 'picker', action: 'close', keys: ['escape', 'ctrl-c'] },
];
