import type { Binding } from '../../common/terminal/key-table.ts';
import { OUTPUT_KEYS } from './command-line/keys.ts';
import { DETAILS_KEYS } from './details/keys.ts';
import { FILES_KEYS, PUBLISHING_KEYS } from './files/keys.ts';
import { FIRST_RUN_KEYS } from './first-run/keys.ts';
import { NETWORK_KEYS } from './network/keys.ts';
import { PICKER_KEYS } from './picker/keys.ts';
import { PLAN_KEYS } from './plan/keys.ts';
import { SEARCH_KEYS } from './search/keys.ts';
import { SETTINGS_KEYS } from './settings/keys.ts';
import { TRANSFERS_KEYS } from './transfers/keys.ts';

/** Keys of the node's screen, of all its parts; those that every screen has come with the desktop. */
export const PEER_KEYS: readonly Binding[] = [
  { context: 'app', action: 'app-settings', keys: [','] },
  ...FILES_KEYS,
  ...PUBLISHING_KEYS,
  ...PICKER_KEYS,
  ...DETAILS_KEYS,
  ...SEARCH_KEYS,
  ...PLAN_KEYS,
  ...TRANSFERS_KEYS,
  ...NETWORK_KEYS,
  ...SETTINGS_KEYS,
  ...OUTPUT_KEYS,
  ...FIRST_RUN_KEYS,
];
