import { messageOf } from '../../../common/errors.ts';
import { formatMagnet } from '../../../common/metainfo/magnet.ts';
import { safeName } from '../../../common/text/safe-name.ts';
import type { DocumentSummary } from '../../../common/tracker-api/publication.ts';
import type { ScreenParts } from '../parts.ts';

/** Asks where to, and saves the `.torrent` of a document there; asks before it replaces a file. Never rejects. */
export async function saveTorrent({ sha256 }: DocumentSummary, parts: ScreenParts): Promise<void> {
  const { overview, files, host, messages } = parts;
  try {
    const { name, bytes } = await overview.torrent(sha256);
    const typed = await host.prompt(messages.tracker.saveTo, safeName(name));
    if (typed === undefined || typed.trim() === '') return;
    const path = files.resolve(typed);
    if (!(await files.write(path, bytes, false))) {
      if (!(await host.confirm(messages.tracker.exists(path)))) return;
      await files.write(path, bytes, true);
    }
    host.say(messages.tracker.saved(path), 'good');
  } catch (error) {
    host.say(messages.tracker.notSaved(messageOf(error)), 'bad');
  }
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
