import type { Binding } from '../../../common/terminal/key-table.ts';

/** Keys of the hosts, and of what one of them holds. */
export const HOST_KEYS: readonly Binding[] = [
  { context: 'tracker-hosts', action: 'copy-address', keys: ['y'] },
  { context: 'tracker-host', action: 'copy-address', keys: ['y'] },
];
