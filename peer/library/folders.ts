import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { InfoHash } from '../../common/ids.ts';
import { isTemporaryName } from '../../common/runtime/atomic-write.ts';
import { isMissing, libraryError } from './library-error.ts';

/** A temporary file older than this belongs to no write that is still going on. */
const ABANDONED_MS = 3_600_000;

/**
 * Where a node keeps what.
 *
 *     DIR/config.json                     settings
 *     DIR/key.pem  DIR/host.secret        identity, readable by the owner only
 *     DIR/node.lock                       the running node: pid, control port, token
 *     DIR/library/                        receives downloads
 *     DIR/partial/<info hash>.part        a download that is not finished
 *     DIR/documents/<info hash>.torrent   and .pagemap: of every document, finished or not
 *     DIR/documents/<info hash>.publication  what publishing it said; `peer/publish` keeps it
 *     DIR/documents/<info hash>.json      where a finished document lies, and its digests
 *     DIR/transfers/<id>.json             a transfer and how it stands; `peer/transfers` keeps it
 *     DIR/torrents/  DIR/watched.json     what is put here is fetched; `peer/watch-folders` keeps both
 *     DIR/hashes.json                     SHA-256 of files in library/, by path, size and time: a cache
 *     DIR/holders.json                    how quick holders were; `peer/experience` keeps it
 */
export interface Folders {
  readonly data: string;
  readonly library: string;
  readonly partial: string;
  readonly documents: string;
  readonly transfers: string;
}

/** What is kept of a document, by the file's extension. */
export type Kept = 'torrent' | 'pagemap' | 'json';

/** The folders of a node whose data folder is `data`; whether they exist is another question. */
export function foldersOf(data: string): Folders {
  return {
    data,
    library: join(data, 'library'),
    partial: join(data, 'partial'),
    documents: join(data, 'documents'),
    transfers: join(data, 'transfers'),
  };
}

/** The file that keeps `what` of a document. */
export function keptFile(folders: Folders, infoHash: InfoHash, what: Kept): string {
  return join(folders.documents, `${infoHash}.${what}`);
}

/** The file that a download of a document grows in. */
export function partialFile(folders: Folders, infoHash: InfoHash): string {
  return join(folders.partial, `${infoHash}.part`);
}

/**
 * Makes the folders that are not there. The data folder itself is the owner's alone, because the key lies in it.
 *
 * @throws {CodedError} ERR_LIBRARY_NO_PERMISSION, ERR_LIBRARY_NO_SPACE, ERR_LIBRARY_IO
 */
export async function makeFolders(folders: Folders): Promise<void> {
  await makeDataFolder(folders.data);
  for (const folder of [folders.library, folders.partial, folders.documents]) {
    await makeFolder(folder);
    await dropAbandoned(folder);
  }
  await dropAbandoned(folders.data);
}

/** Makes the data folder if it is not there, for its owner alone. @throws {CodedError} as `makeFolders` */
export async function makeDataFolder(data: string): Promise<void> {
  await makeFolder(data, 0o700);
}

async function makeFolder(folder: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode });
  } catch (error) {
    throw libraryError(isMissing(error) ? await reasonAgainst(folder, error) : error, folder);
  }
}

/** On a read-only disk a recursive mkdir says ENOENT (Node 20); the plain one says why. */
async function reasonAgainst(folder: string, otherwise: unknown): Promise<unknown> {
  return await mkdir(folder).then(
    () => otherwise,
    (reason: unknown) => reason,
  );
}

async function dropAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw libraryError(error, folder);
  });
  for (const name of names.filter(isTemporaryName)) {
    const path = join(folder, name);
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > ABANDONED_MS) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
