import { formatMagnet } from '../../../common/metainfo/magnet.ts';
import { askToSaveTorrent } from '../../../common/terminal/ask-to-save-torrent.ts';
import type { DocumentSummary } from '../../../common/tracker-api/publication.ts';
import type { ScreenParts } from '../parts.ts';

/** Asks where to, and saves the `.torrent` of a document there. Never rejects. */
export async function saveTorrent({ sha256, name }: DocumentSummary, parts: ScreenParts): Promise<void> {
  await askToSaveTorrent(parts, name, async () => (await parts.overview.torrent(sha256)).bytes);
}

/** Puts the magnet link of a document, with this tracker in it, on the clipboard. */
export function copyMagnet(document: DocumentSummary, { overview, host, messages }: ScreenParts): void {
  const { infoHash, name, size } = document;
  const trackers = overview.urls.slice(0, MAX_TRACKERS).map((url) => `${url}/announce`);
  host.copy(formatMagnet({ infoHash, name, length: size, trackers }));
  host.say(messages.tracker.magnetCopied, 'good');
}

/** addresses of this tracker in a link: a link that is pasted somewhere should not be longer than it must */
const MAX_TRACKERS = 3;
