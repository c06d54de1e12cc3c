import { join, resolve } from 'node:path';
import { type Log, silentLog } from '../../common/runtime/log.ts';
import { createDocuments, type Documents } from './documents.ts';
import { type Folders, foldersOf, makeFolders } from './folders.ts';
import { type Identity, openIdentity } from './identity.ts';
import { createKeptFiles, type KeptFiles } from './kept-files.ts';
import { openKnownHashes } from './known-hashes.ts';
import { copyInto, freePlace, moveFolderInto, moveInto } from './place.ts';
import { rebuildRecords } from './rebuild.ts';
import { readRecords } from './records.ts';

export { safeName } from '../../common/text/safe-name.ts';
export type { LibraryDocument } from './document.ts';
export type { NewDocument } from './documents.ts';
export { findDocument } from './find-document.ts';
export {
  type Folder,
  type FolderFile,
  filesAt,
  foldersWith,
  newest,
  readFolder,
  sha256OfFolder,
} from './folder-files.ts';
export { makeDataFolder } from './folders.ts';
export { isDiskFull, isMissing, libraryError } from './library-error.ts';
export { LooseBytes } from './loose-bytes.ts';

/** The state of one node on disk: its identity, its whole documents, and the beginnings of others. */
export interface Library extends Identity, Documents, KeptFiles, AsyncDisposable {
  /** where things lie */
  readonly folders: Folders;
  /** a free path inside the library folder, for a name from anywhere; not reserved */
  placeFor(name: string): Promise<string>;
  /** Moves a finished file into the library folder under a free name, replacing nothing; returns its path. */
  moveIn(from: string, name: string): Promise<string>;
  /** Moves a folder from the same disk into the library folder under a free name; returns its path. */
  moveFolderIn(from: string, name: string): Promise<string>;
  /** Copies a file into the library folder under a free name; returns its path. */
  copyIn(from: string, name: string): Promise<string>;
}

/**
 * Opens the library in `dataFolder`, making it if there is none. A damaged record is set aside and made anew from the
 * kept `.torrent` and the files in the library folder; the log says so.
 *
 * One process at a time: `peer/control` holds the lock. Closing writes what is only in memory.
 *
 * @throws {CodedError} ERR_LIBRARY_KEY_DAMAGED; here and in every method ERR_LIBRARY_NO_SPACE,
 *   ERR_LIBRARY_NO_PERMISSION, ERR_LIBRARY_IO
 */
export async function openLibrary(
  dataFolder: string,
  options: { readonly log?: Log } = {},
): Promise<Library> {
  const folders = foldersOf(resolve(dataFolder));
  await makeFolders(folders);
  const identity = await openIdentity(folders.data);
  const hashes = await openKnownHashes(join(folders.data, 'hashes.json'));
  const log = options.log ?? silentLog;
  const records = await readRecords(folders, log);
  await rebuildRecords(folders, records, log);

  const kept = createKeptFiles(folders, (infoHash) => records.has(infoHash));
  const arriving = new Set<string>();
  const documents = createDocuments(folders, records, hashes, kept, arriving);
  return {
    folders,
    ...identity,
    ...kept,
    ...documents,
    placeFor: (name) => freePlace(folders.library, name),
    moveIn: (from, name) => moveInto(folders.library, from, name, arriving),
    moveFolderIn: (from, name) => moveFolderInto(folders.library, from, name),
    copyIn: (from, name) => copyInto(folders.library, from, name),
    [Symbol.asyncDispose]: documents.flush,
  };
}
