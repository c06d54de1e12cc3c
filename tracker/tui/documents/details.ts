import { line } from '../../../common/terminal/line.ts';
import { TextDialog } from '../../../common/terminal/text-dialog.ts';
import type { DocumentDetails, DocumentSummary } from '../../../common/tracker-api/publication.ts';
import type { ScreenParts } from '../parts.ts';
import { everySecond } from '../pulse.ts';
import { detailsLines } from './details-view.ts';
import { copyMagnet, saveTorrent } from './torrent.ts';

/** cells of the dialog: two digests of 64 digits have room beside their names */
const COLUMNS = 96;
const ROWS = 40;

/** Opens the details of a document; they follow what changes until they are closed. */
export function openDocument(document: DocumentSummary, parts: ScreenParts): void {
  const { overview, host, messages } = parts;
  const { sha256 } = document;
  let details: DocumentDetails | undefined;
  let version: number | undefined;
  const read = async (): Promise<void> => {
    const seen = overview.version;
    try {
      details = await overview.details(sha256);
      version = seen;
    } catch {
      // withdrawn just now, which the lines tell; or the disk is busy, and the next look reads again
    }
    host.redraw();
  };
  // what is on the disk is read again only when something has changed; who holds it and since when is in memory
  const look = (): void => {
    const isSame = version === overview.version && overview.document(sha256) !== undefined;
    if (details === undefined || !isSame) return void read();
    details = { ...details, holderList: overview.holders(sha256) };
    host.redraw();
  };
  const dialog = new TextDialog(host, {
    context: 'tracker-document',
    lines: (columns) => {
      if (overview.document(sha256) === undefined) return [line(messages.tracker.documentGone, 'warning')];
      const drawn = { messages, glyphs: host.glyphs, now: overview.now(), clientOf: overview.clientOf };
      return details === undefined ? [] : detailsLines(details, columns, drawn);
    },
    follow: () => everySecond(parts.pulse, overview.now, look),
    actions: {
      'save-torrent': () => void saveTorrent(document, parts),
      magnet: () => copyMagnet(document, parts),
    },
  });
  void read();
  host.open(dialog, { title: messages.tracker.detailsOf(document.name), columns: COLUMNS, rows: ROWS });
}
