import type { Binding } from '../../../common/terminal/key-table.ts';

/** Keys of the tab of the trackers. */
export const STATE_KEYS: readonly Binding[] = [{ context: 'tracker-state', action: 'copy-url', keys: ['y'] }];
