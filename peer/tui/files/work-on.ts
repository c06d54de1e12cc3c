import { copyMagnet, openDocument, saveTorrent, showInFolder } from '../details/document-actions.ts';
import type { Machine } from '../machine.ts';
import type { PaneParts } from '../pane.ts';
import { fetchMissing, pauseOrResume, removeEntries } from './actions.ts';
import type { FileEntry } from './file-entry.ts';
import { verifyEntries } from './verify.ts';

/** What an action is meant for. */
interface Meant {
  /** the marked, else the one under the cursor */
  readonly chosen: readonly FileEntry[];
  readonly cursor: FileEntry | undefined;
}

/** The work that `action` asks for; `undefined` where it is none of those that are done to files. */
export function workOn(
  action: string,
  parts: PaneParts,
  machine: Machine,
  { chosen, cursor }: Meant,
): (() => unknown) | undefined {
  const onAll: Readonly<Record<string, () => unknown>> = {
    remove: () => removeEntries(parts, chosen),
    pause: () => pauseOrResume(parts, chosen),
    retry: () => fetchMissing(parts, chosen),
    verify: () => verifyEntries(parts, chosen),
  };
  if (Object.hasOwn(onAll, action)) return onAll[action];
  const onOne = workOnOne(action, parts, machine);
  if (onOne === undefined) return undefined;
  return () => (cursor === undefined ? parts.host.say(parts.messages.files.nothingChosen) : onOne(cursor));
}

function workOnOne(
  action: string,
  parts: PaneParts,
  { places, opener }: Machine,
): ((entry: FileEntry) => unknown) | undefined {
  const works: Readonly<Record<string, (entry: FileEntry) => unknown>> = {
    open: ({ file }) => openDocument(parts, opener, file.infoHash),
    folder: ({ file, transfer }) => showInFolder(parts, opener, file.path || (transfer?.path ?? '')),
    copy: ({ file }) => copyMagnet(parts, file),
    torrent: ({ file }) => saveTorrent(parts, places, file),
  };
  return Object.hasOwn(works, action) ? works[action] : undefined;
}
