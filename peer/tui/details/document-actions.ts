import { parseInfoHash } from '../../../common/ids.ts';
import { describeFailure } from '../../../common/messages/describe-failure.ts';
import { formatMagnet } from '../../../common/metainfo/magnet.ts';
import { askToSaveTorrent, type SavePlaces } from '../../../common/terminal/ask-to-save-torrent.ts';
import type { PaneParts } from '../pane.ts';
import type { DocumentName } from './facts.ts';

/** A document with what a link to it says. */
export interface LinkedDocument extends DocumentName {
  /** bytes */
  readonly size: number;
}

/** Copies the magnet link of `document`, and shows it: a terminal need not have a clipboard. */
export function copyMagnet(parts: PaneParts, document: LinkedDocument): void {
  const { host, feed, messages } = parts;
  const magnet = formatMagnet({
    infoHash: parseInfoHash(document.infoHash),
    name: document.name,
    ...(document.size > 0 && { length: document.size }),
    trackers: (feed.network?.trackers ?? []).map(({ url }) => announceUrl(url)),
  });
  host.copy(magnet);
  host.say(messages.details.copied(magnet), 'good');
}

/** where a standard client announces at a tracker of ours */
function announceUrl(tracker: string): string {
  return /\/announce(\/|$|\?)/.test(tracker) ? tracker : `${tracker.replace(/\/+$/, '')}/announce`;
}

/** Asks where to, and saves the `.torrent` of `document` there. Never rejects. */
export async function saveTorrent(
  parts: PaneParts,
  places: SavePlaces,
  { infoHash, name }: Pick<DocumentName, 'infoHash' | 'name'>,
): Promise<void> {
  const { operations, signal } = parts;
  const bytes = async () => (await operations.torrent(infoHash, { signal })).bytes;
  await askToSaveTorrent({ ...parts, places }, name, bytes);
}

/** Opens files as the person's desktop does. */
export interface Opener {
  /** in the program for files of its kind. @throws {CodedError} where there is no desktop */
  open(path: string): Promise<void>;
  /** in the file manager. @throws {CodedError} where there is no desktop */
  showInFolder(path: string): Promise<void>;
}

/** Opens what can be read of a document: all of it, or the pages that are here. */
export async function openDocument(parts: PaneParts, opener: Opener, infoHash: string): Promise<void> {
  const { host, messages, operations, signal } = parts;
  try {
    const { path, complete, pages } = await operations.readable(infoHash, { signal });
    await opener.open(path);
    host.say(complete ? messages.details.opened(path) : messages.details.openedPart(pages), 'good');
  } catch (error) {
    host.say(describeFailure(error, messages), 'bad');
  }
}

/** Shows the file at `path` in the file manager. */
export async function showInFolder(
  { host, messages }: PaneParts,
  opener: Opener,
  path: string,
): Promise<void> {
  await opener
    .showInFolder(path)
    .catch((error: unknown) => host.say(describeFailure(error, messages), 'bad'));
}
