import type { Binding } from '../../../common/terminal/key-table.ts';

/** Keys of the tab Settings, and of the list of keys in it. */
export const SETTINGS_KEYS: readonly Binding[] = [
  { context: 'settings', action: 'change', keys: ['enter', 'e'] },
  { context: 'settings', action: 'reset', keys: ['x', 'delete'] },
  { context: 'key-list', action: 'change', keys: ['enter', 'e'] },
  { context: 'key-list', action: 'reset', keys: ['x', 'delete'] },
  { context: 'key-list', action: 'leave', keys: ['left', 'h'] },
];
