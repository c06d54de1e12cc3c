import type { Binding } from '../../common/terminal/key-table.ts';
import { OUTPUT_KEYS } from './command-line/keys.ts';
import { FIRST_RUN_KEYS } from './first-run/keys.ts';
import { NETWORK_KEYS } from './network/keys.ts';
import { SETTINGS_KEYS } from './settings/keys.ts';

/** Keys of the node's screen, of all its parts; those that every screen has come with the desktop. */
export const PEER_KEYS: readonly Binding[] = [
  { context: 'app', action: 'app-settings', keys: [','] },
  ...NETWORK_KEYS,
  ...SETTINGS_KEYS,
  ...OUTPUT_KEYS,
  ...FIRST_RUN_KEYS,
];
