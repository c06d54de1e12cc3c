import type { Binding } from '../../../common/terminal/key-table.ts';

const CONTEXT = 'search';

/** Keys of the tab Search network. `D` (pages of a document) and `m` (its map) are left for what comes later. */
export const SEARCH_KEYS: readonly Binding[] = [
  { context: CONTEXT, action: 'edit', keys: ['/', 'i'] },
  { context: CONTEXT, action: 'clear', keys: ['escape'] },
  { context: CONTEXT, action: 'fetch', keys: ['d'] },
  { context: CONTEXT, action: 'open', keys: ['o'] },
  { context: CONTEXT, action: 'copy', keys: ['y'] },
  { context: CONTEXT, action: 'torrent', keys: ['t'] },
];
