import type { Binding } from '../../../common/terminal/key-table.ts';

/** Keys of the first start, beside those of lists and editors. */
export const FIRST_RUN_KEYS: readonly Binding[] = [
  { context: 'first-run', action: 'accept', keys: ['enter', 'right'] },
  { context: 'first-run', action: 'back', keys: ['escape', 'left'] },
];
