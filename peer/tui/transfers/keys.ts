import type { Binding } from '../../../common/terminal/key-table.ts';

const CONTEXT = 'transfers';

/** Keys of the tab Transfers. Enter shows the plan: that is `table-open`. */
export const TRANSFERS_KEYS: readonly Binding[] = [
  { context: CONTEXT, action: 'pause', keys: ['p'] },
  { context: CONTEXT, action: 'cancel', keys: ['x', 'delete'] },
  { context: CONTEXT, action: 'retry', keys: ['r'] },
  { context: CONTEXT, action: 'open', keys: ['o'] },
  { context: CONTEXT, action: 'folder', keys: ['f'] },
  { context: CONTEXT, action: 'copy', keys: ['y'] },
  { context: CONTEXT, action: 'clear', keys: ['C'] },
];
