import { line } from '../../../common/terminal/line.ts';
import type { DocumentDetails, DocumentSummary } from '../../../common/tracker-api/publication.ts';
import type { ScreenParts } from '../parts.ts';
import { Scrolled } from '../scrolled.ts';
import { detailsLines } from './details-view.ts';
import { copyMagnet, saveTorrent } from './torrent.ts';

/** cells of the dialog: two digests of 64 digits have room beside their names */
const COLUMNS = 96;
const ROWS = 40;

/** Opens the details of a document; they follow what changes until they are closed. */
export function openDocument(document: DocumentSummary, parts: ScreenParts): void {
  const { overview, host, messages } = parts;
  let details: DocumentDetails | undefined;
  let gone = false;
  const read = async (): Promise<void> => {
    try {
      details = await overview.details(document.sha256);
      gone = false;
    } catch {
      gone = true; // withdrawn just now
    }
    host.redraw();
  };
  const dialog = new Scrolled(parts, {
    context: 'tracker-document',
    lines: (columns) => {
      if (gone) return [line(messages.tracker.documentGone, 'warning')];
      const look = { messages, glyphs: host.glyphs, now: overview.now(), clientOf: overview.clientOf };
      return details === undefined ? [] : detailsLines(details, columns, look);
    },
    look: () => void read(),
    actions: {
      'save-torrent': () => void saveTorrent(document, parts),
      magnet: () => copyMagnet(document, parts),
    },
  });
  void read();
  host.open(dialog, { title: messages.tracker.detailsOf(document.name), columns: COLUMNS, rows: ROWS });
}
