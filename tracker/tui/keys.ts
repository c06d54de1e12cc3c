import type { Binding } from '../../common/terminal/key-table.ts';
import { DOCUMENT_KEYS } from './documents/keys.ts';
import { HOST_KEYS } from './hosts/keys.ts';
import { LOG_KEYS } from './log/keys.ts';
import { STATE_KEYS } from './state/keys.ts';

/** Keys of the tracker's screen, besides those that every screen has. */
export const TRACKER_KEYS: readonly Binding[] = [...DOCUMENT_KEYS, ...HOST_KEYS, ...STATE_KEYS, ...LOG_KEYS];
