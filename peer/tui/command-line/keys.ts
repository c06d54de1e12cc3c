import type { Binding } from '../../../common/terminal/key-table.ts';

/** Keys of the dialog that shows what a command writes. */
export const OUTPUT_KEYS: readonly Binding[] = [
  { context: 'output', action: 'close', keys: ['escape', 'q', 'enter', 'ctrl-c'] },
  { context: 'output', action: 'copy', keys: ['y'] },
];
