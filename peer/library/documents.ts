import { unlink } from 'node:fs/promises';
import { CodedError } from '../../common/errors.ts';
import type { InfoHash, Sha256 } from '../../common/ids.ts';
import { privateTrackers } from '../../common/metainfo/private-trackers.ts';
import type { LibraryDocument } from './document.ts';
import { findDocument } from './find-document.ts';
import { deleteFolder } from './folder-files.ts';
import type { Folders } from './folders.ts';
import type { KeptFiles } from './kept-files.ts';
import type { KnownHashes } from './known-hashes.ts';
import { isMissing, libraryError } from './library-error.ts';
import { type FileState, fileState, type RecheckOptions, recheck, recognise, relocate } from './recheck.ts';
import { dropRecord, writeRecord } from './records.ts';
import { put, type Stock } from './stock.ts';

/** What `add` is told; the library itself knows the rest. */
export type NewDocument = Omit<LibraryDocument, 'inLibrary' | 'uploadedBytes' | 'privateTo'>;

/** The whole documents of a node. */
export interface Documents {
  documents(): readonly LibraryDocument[];
  get(infoHash: InfoHash): LibraryDocument | undefined;
  /**
   * The document meant by a SHA-256, an info hash, a unique prefix of either (6 digits or more) or an exact name.
   *
   * @throws {CodedError} ERR_LIBRARY_NOT_FOUND, ERR_LIBRARY_AMBIGUOUS
   */
  find(query: string): LibraryDocument;
  /**
   * Takes a whole document in, or renews what is known of it; on disk when it returns. A file outside the library
   * folder stays where it is.
   */
  add(document: NewDocument, torrent: Uint8Array, map?: Uint8Array): Promise<LibraryDocument>;
  /**
   * Forgets a document, and deletes its file if told.
   *
   * @throws {CodedError} ERR_LIBRARY_NOT_FOUND; ERR_LIBRARY_FILE_CHANGED when the file to delete is not the
   *   document any more
   */
  remove(
    infoHash: InfoHash,
    options: { readonly deleteFile: boolean },
  ): Promise<{ readonly fileDeleted: boolean }>;
  /** Compares size and time of the file with the record. */
  state(document: LibraryDocument): Promise<FileState>;
  /**
   * Looks closer at a document that is not `serving`: one that was only touched, or moved within the library folder,
   * is on record again and `serving`.
   */
  recheck(document: LibraryDocument, options?: RecheckOptions): Promise<FileState>;
  /**
   * Looks for documents that are `missing` or `changed` in the library folder and in the folders that documents were shared
   * from, by size first, then by hash.
   *
   * @returns those that are `serving` again, where they are now
   */
  relocate(
    lost: readonly LibraryDocument[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<LibraryDocument[]>;
  /**
   * Puts down that the file of a document has other bytes, whatever its size and time say: it is `changed` until it has the
   * right ones.
   *
   * @param found SHA-256 of the bytes that were read
   */
  disown(infoHash: InfoHash, found: Sha256): Promise<void>;
  /**
   * The path of a file in the library folder, under whatever name, that has these bytes. Files on record
   * with others are not looked at.
   */
  recognise(
    sha256: Sha256,
    size: number,
    options?: { readonly signal?: AbortSignal },
  ): Promise<string | undefined>;
  /** Counts bytes sent to others; they are on disk when the library is closed. */
  countUpload(infoHash: InfoHash, bytes: number): void;
  /** Writes what is only in memory: upload counts and the hash cache. */
  flush(): Promise<void>;
}

/**
 * The documents of `records`, which is owned from now on; every change is written to `folders` first.
 *
 * @param arriving paths in the library folder that are about to be on record
 */
export function createDocuments(
  folders: Folders,
  records: Map<InfoHash, LibraryDocument>,
  hashes: KnownHashes,
  kept: KeptFiles,
  arriving: Set<string>,
): Documents {
  const paths = new Map([...records.values()].map(({ path, sha256 }) => [path, sha256]));
  const stock: Stock = { folders, records, hashes, kept, paths, arriving, uploads: new Set() };
  return {
    documents: () => [...records.values()],
    get: (infoHash) => records.get(infoHash),
    find: (query) => findDocument(records.values(), query),
    add: (document, torrent, map) => add(stock, document, torrent, map),
    remove: (infoHash, options) => remove(stock, infoHash, options),
    state: fileState,
    recheck: (document, options) => recheck(stock, document, options),
    relocate: (lost, options) => relocate(stock, lost, options),
    disown: (infoHash, found) => disown(stock, infoHash, found),
    recognise: (sha256, size, options) => recognise(stock, sha256, size, options),
    countUpload: (infoHash, bytes) => countUpload(stock, infoHash, bytes),
    flush: () => flush(stock),
  };
}

async function add(
  stock: Stock,
  document: NewDocument,
  torrent: Uint8Array,
  map?: Uint8Array,
): Promise<LibraryDocument> {
  // The record comes last: a crash before it leaves what `rebuildRecords` makes one from.
  await stock.kept.keep(document.infoHash, torrent, map);
  const before = stock.records.get(document.infoHash);
  const published = document.published || before?.published === true;
  const privateTo = privateTrackers(torrent);
  const trackers = document.trackers ?? before?.trackers;
  const uploadedBytes = before?.uploadedBytes ?? 0;
  const kept = { ...(privateTo && { privateTo }), ...(trackers && { trackers }) };
  return await put(stock, { ...document, published, uploadedBytes, ...kept });
}

async function remove(
  { folders, records, paths, kept }: Stock,
  infoHash: InfoHash,
  { deleteFile }: { readonly deleteFile: boolean },
): Promise<{ readonly fileDeleted: boolean }> {
  const document = records.get(infoHash);
  if (document === undefined) throw notShared(infoHash);

  const state = await fileState(document);
  if (deleteFile && state === 'changed') throw changed(document.path);
  await dropRecord(folders, infoHash);
  records.delete(infoHash);
  paths.delete(document.path);
  await kept.dropKept(infoHash);
  const nothingLeft = state === 'missing' && document.files === undefined;
  if (!deleteFile || nothingLeft) return { fileDeleted: false };
  await deleteDocument(document);
  return { fileDeleted: true };
}

async function disown(stock: Stock, infoHash: InfoHash, found: Sha256): Promise<void> {
  const document = stock.records.get(infoHash);
  if (document === undefined) return;
  const { files } = document;
  if (files === undefined) await stock.hashes.learn(document.path, found).catch(() => undefined);
  // half a millisecond after 1970 began: no file has this time
  const never = { mtimeMs: 0.5 };
  const folder = files === undefined ? {} : { files: files.map((file) => ({ ...file, ...never })) };
  await put(stock, { ...document, ...never, ...folder });
  await stock.hashes.save();
}

function countUpload({ records, uploads }: Stock, infoHash: InfoHash, bytes: number): void {
  const document = records.get(infoHash);
  if (document === undefined) return;
  records.set(infoHash, { ...document, uploadedBytes: document.uploadedBytes + bytes });
  uploads.add(infoHash);
}

async function flush({ folders, records, hashes, uploads }: Stock): Promise<void> {
  for (const infoHash of uploads) {
    const document = records.get(infoHash);
    if (document !== undefined) await writeRecord(folders, document);
  }
  uploads.clear();
  await hashes.save();
}

async function deleteDocument({ path, files }: LibraryDocument): Promise<void> {
  if (files !== undefined) return deleteFolder({ path, files });
  await unlink(path).catch((error: unknown) => {
    if (!isMissing(error)) throw libraryError(error, path);
  });
}

function notShared(infoHash: InfoHash): CodedError {
  return new CodedError('ERR_LIBRARY_NOT_FOUND', `this node shares no document with info hash ${infoHash}`);
}

function changed(path: string): CodedError {
  const what = `'${path}' has changed since it was shared and is not deleted: delete it yourself, or remove it without --delete-file`;
  return new CodedError('ERR_LIBRARY_FILE_CHANGED', what);
}
