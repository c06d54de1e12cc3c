import type { Component } from '../../../common/terminal/component.ts';
import type { DocumentSummary } from '../../../common/tracker-api/publication.ts';
import type { ScreenParts } from '../parts.ts';
import { TableTab } from '../table-tab.ts';
import { openDocument } from './details.ts';
import { copyMagnet, saveTorrent } from './torrent.ts';
import { documentColumns, documentSorts, documentText } from './view.ts';

/** ages are in minutes after the first one */
const STALE_MS = 10_000;

/** The tab of the published documents. */
export function createDocumentsTab(parts: ScreenParts): Component {
  const { overview, messages } = parts;
  const [url = ''] = overview.urls;
  const tab: TableTab<DocumentSummary> = new TableTab<DocumentSummary>(parts, {
    context: 'tracker-documents',
    title: () => messages.tracker.tabs.documents,
    columns: documentColumns(messages, () => overview.now()),
    sorts: documentSorts(messages),
    text: documentText,
    key: ({ sha256 }) => sha256,
    empty: messages.tracker.empty.documents(url),
    rows: () => overview.documents(),
    version: () => overview.version,
    staleMs: STALE_MS,
    onOpen: (document) => openDocument(document, parts),
    actions: {
      search: () => void tab.table.act('table-filter'),
      'save-torrent': (document) => document && void saveTorrent(document, parts),
      magnet: (document) => document && copyMagnet(document, parts),
    },
  });
  return tab;
}
