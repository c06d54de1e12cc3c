import type { Binding } from '../../../common/terminal/key-table.ts';

/** Keys of the tab My files. */
export const FILES_KEYS: readonly Binding[] = [
  { context: 'files', action: 'publish', keys: ['a'] },
  { context: 'files', action: 'publishing', keys: ['A'] },
  { context: 'files', action: 'details', keys: ['enter'] },
  { context: 'files', action: 'back', keys: ['escape'] },
  { context: 'files', action: 'open', keys: ['o'] },
  { context: 'files', action: 'folder', keys: ['O', 'f'] },
  { context: 'files', action: 'pause', keys: ['p'] },
  { context: 'files', action: 'retry', keys: ['r'] },
  { context: 'files', action: 'verify', keys: ['v'] },
  { context: 'files', action: 'remove', keys: ['x', 'delete'] },
  { context: 'files', action: 'copy', keys: ['y'] },
  { context: 'files', action: 'torrent', keys: ['t'] },
];

/** Keys of the dialog that shows how publishing goes on. */
export const PUBLISHING_KEYS: readonly Binding[] = [
  { context: 'publishing', action: 'cancel', keys: ['x', 'delete'] },
];
