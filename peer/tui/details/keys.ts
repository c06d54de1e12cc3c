import type { Binding } from '../../../common/terminal/key-table.ts';

/** Keys of the details, wherever they are shown. */
export const DETAILS_KEYS: readonly Binding[] = [
  { context: 'details', action: 'map', keys: ['m'] },
  { context: 'details', action: 'page-before', keys: ['[', 'left'] },
  { context: 'details', action: 'page-after', keys: [']', 'right'] },
  { context: 'details', action: 'details-down', keys: ['J', 'shift-down'] },
  { context: 'details', action: 'details-up', keys: ['K', 'shift-up'] },
];
