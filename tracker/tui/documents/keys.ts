import type { Binding } from '../../../common/terminal/key-table.ts';

/** Keys of the published documents, and of the details of one. */
export const DOCUMENT_KEYS: readonly Binding[] = [
  { context: 'tracker-documents', action: 'search', keys: ['i'] },
  { context: 'tracker-documents', action: 'save-torrent', keys: ['t'] },
  { context: 'tracker-documents', action: 'magnet', keys: ['y'] },
  { context: 'tracker-document', action: 'save-torrent', keys: ['t'] },
  { context: 'tracker-document', action: 'magnet', keys: ['y'] },
];
