import type { Binding } from '../../../common/terminal/key-table.ts';

/** Keys of the log. */
export const LOG_KEYS: readonly Binding[] = [{ context: 'tracker-log', action: 'level', keys: ['l'] }];
