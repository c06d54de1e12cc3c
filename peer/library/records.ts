import { readFile, rename, rm } from 'node:fs/promises';
import { messageOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import { privateTrackers } from '../../common/metainfo/private-trackers.ts';
import { writeAtomically } from '../../common/runtime/atomic-write.ts';
import type { Log } from '../../common/runtime/log.ts';
import { formatRecord, type LibraryDocument, parseRecord, type StoredRecord } from './document.ts';
import { type Folders, keptFile } from './folders.ts';
import { infoHashesIn } from './kept-files.ts';
import { libraryError } from './library-error.ts';

/** Files opened at the same time. */
const READ_TOGETHER = 32;

/**
 * Every document on record. One file each, so that adding one costs the same among ten thousand, and damage to one
 * touches no other; a damaged one is set aside beside its place as `.damaged`, with a warning.
 */
export async function readRecords(folders: Folders, log: Log): Promise<Map<InfoHash, LibraryDocument>> {
  const infoHashes = await infoHashesIn(folders.documents, '.json');
  const records = new Map<InfoHash, LibraryDocument>();
  for (let at = 0; at < infoHashes.length; at += READ_TOGETHER) {
    const some = infoHashes.slice(at, at + READ_TOGETHER);
    for (const document of await Promise.all(some.map((infoHash) => readRecord(folders, infoHash, log)))) {
      if (document !== undefined) records.set(document.infoHash, document);
    }
  }
  return records;
}

/** Puts `document` on record; on disk when it returns. */
export async function writeRecord(folders: Folders, document: LibraryDocument): Promise<void> {
  const file = keptFile(folders, document.infoHash, 'json');
  await writeAtomically(file, formatRecord(document, folders.library)).catch((error: unknown) => {
    throw libraryError(error, file);
  });
}

/** Takes a document off the record. */
export async function dropRecord(folders: Folders, infoHash: InfoHash): Promise<void> {
  const file = keptFile(folders, infoHash, 'json');
  await rm(file, { force: true }).catch((error: unknown) => {
    throw libraryError(error, file);
  });
}

async function readRecord(
  folders: Folders,
  infoHash: InfoHash,
  log: Log,
): Promise<LibraryDocument | undefined> {
  const file = keptFile(folders, infoHash, 'json');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw libraryError(error, file);
  });
  try {
    const stored = parseRecord(text, folders.library);
    if (stored.document.infoHash === infoHash) return await upToDate(folders, stored);
    throw new Error('it is the record of another document');
  } catch (error) {
    const kept = `${file}.damaged`;
    await rename(file, kept).catch(() => undefined);
    log.warn('record-set-aside', { file: kept, reason: messageOf(error) });
    return undefined;
  }
}

/** Earlier versions put down nothing of privacy: who may hear of a document, its kept `.torrent` says, once. */
async function upToDate(
  folders: Folders,
  { document, beforePrivacy }: StoredRecord,
): Promise<LibraryDocument> {
  if (!beforePrivacy) return document;
  const file = keptFile(folders, document.infoHash, 'torrent');
  const torrent = await readFile(file).catch(() => undefined);
  // without it the document cannot be served, either
  if (torrent === undefined) return document;
  const privateTo = privateTrackers(torrent);
  const known = { ...document, ...(privateTo && { privateTo }) };
  // on a disk that is full it is looked up again at the next start
  await writeRecord(folders, known).catch(() => undefined);
  return known;
}
