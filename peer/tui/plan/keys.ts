import type { Binding } from '../../../common/terminal/key-table.ts';

const CONTEXT = 'plan';

/** Keys of the plan; what they do to the transfer is what they do in the list of transfers. */
export const PLAN_KEYS: readonly Binding[] = [
  { context: CONTEXT, action: 'close', keys: ['escape', 'q', 'enter'] },
  { context: CONTEXT, action: 'pause', keys: ['p'] },
  { context: CONTEXT, action: 'cancel', keys: ['x', 'delete'] },
  { context: CONTEXT, action: 'retry', keys: ['r'] },
  { context: CONTEXT, action: 'open', keys: ['o'] },
  { context: CONTEXT, action: 'folder', keys: ['f'] },
  { context: CONTEXT, action: 'copy', keys: ['y'] },
];
