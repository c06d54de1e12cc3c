import type { Binding } from '../../../common/terminal/key-table.ts';

/** Keys of the tab Network. */
export const NETWORK_KEYS: readonly Binding[] = [
  { context: 'network', action: 'next-section', keys: ['right', 'l', ']'] },
  { context: 'network', action: 'previous-section', keys: ['left', 'h', '['] },
  { context: 'network', action: 'level', keys: ['L'] },
  { context: 'network', action: 'follow', keys: ['F'] },
  { context: 'network', action: 'copy-address', keys: ['y'] },
];
