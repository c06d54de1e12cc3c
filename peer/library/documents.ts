import { stat, unlink } from 'node:fs/promises';
import { CodedError } from '../../common/errors.ts';
import type { InfoHash, Sha256 } from '../../common/ids.ts';
import { privateTrackers } from '../../common/metainfo/private-trackers.ts';
import { isInside, type LibraryDocument } from './document.ts';
import { findDocument } from './find-document.ts';
import {
  deleteFolder,
  type Folder,
  type FolderFile,
  filesAt,
  folderState,
  foldersWith,
  newest,
  placesOf,
  sha256OfFolder,
} from './folder-files.ts';
import type { Folders } from './folders.ts';
import type { KeptFiles } from './kept-files.ts';
import type { KnownHashes } from './known-hashes.ts';
import { isMissing, libraryError } from './library-error.ts';
import { recogniseFile } from './recognise.ts';
import { dropRecord, writeRecord } from './records.ts';

/** What `add` is told; the library itself knows the rest. */
export type NewDocument = Omit<LibraryDocument, 'inLibrary' | 'uploadedBytes' | 'privateTo'>;

/**
 * Whether a document's file is as it was when it was hashed. Only a `serving` one may be offered: the bytes of a
 * `changed` one are others.
 */
type FileState = 'serving' | 'missing' | 'changed';

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
  recheck(document: LibraryDocument, options?: { readonly signal?: AbortSignal }): Promise<FileState>;
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

/** What the documents of a node are made of. */
interface Stock {
  readonly folders: Folders;
  readonly records: Map<InfoHash, LibraryDocument>;
  readonly hashes: KnownHashes;
  readonly kept: KeptFiles;
  /** what lies where on record */
  readonly paths: Map<string, Sha256>;
  /** where files lie that were moved in and are about to be on record */
  readonly arriving: Set<string>;
  /** documents whose upload count on disk is behind */
  readonly uploads: Set<InfoHash>;
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
    recognise: (sha256, size, options) => {
      const isOther = (path: string): boolean =>
        (stock.paths.get(path) ?? sha256) !== sha256 || stock.arriving.has(path);
      return recognise(stock, sha256, size, { ...options, except: isOther });
    },
    countUpload: (infoHash, bytes) => countUpload(stock, infoHash, bytes),
    flush: () => flush(stock),
  };
}

async function put(
  { folders, records, paths, arriving }: Stock,
  document: Omit<LibraryDocument, 'inLibrary'>,
): Promise<LibraryDocument> {
  const known = { ...document, inLibrary: isInside(folders.library, document.path) };
  await writeRecord(folders, known);
  paths.delete(records.get(known.infoHash)?.path ?? '');
  paths.set(known.path, known.sha256);
  arriving.delete(known.path);
  records.set(known.infoHash, known);
  return known;
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

async function recheck(
  stock: Stock,
  document: LibraryDocument,
  options?: { readonly signal?: AbortSignal },
): Promise<FileState> {
  const known = stock.records.get(document.infoHash) ?? document;
  const before = await fileState(known);
  if (before === 'serving') return before;
  if (known.files !== undefined)
    return await recheckFolder(stock, known, known.files, before, options?.signal);

  const path = (await hasBytes(known, stock.hashes, options))
    ? known.path
    : await recognise(stock, known.sha256, known.size, options);
  if (path === undefined) return before;
  const { mtimeMs } = await stat(path);
  // It may have been removed, or sent to somebody, while its file was hashed.
  const now = stock.records.get(known.infoHash);
  if (now === undefined) return before;
  await put(stock, { ...now, path, mtimeMs });
  return 'serving';
}

/** A folder that was only touched, or moved within the library folder as a whole, is on record again. */
async function recheckFolder(
  stock: Stock,
  known: LibraryDocument,
  before: readonly FolderFile[],
  state: FileState,
  signal?: AbortSignal,
): Promise<FileState> {
  const places = placesOf(before);
  const here = await filesAt(known.path, places);
  const candidates = async function* (): AsyncGenerator<Folder> {
    if (here !== undefined) yield { path: known.path, files: here };
    yield* foldersWith(stock.folders.library, places);
  };
  for await (const { path, files } of candidates()) {
    const sha256 = await sha256OfFolder({ path, files }, known.size, signal).catch(() => undefined);
    signal?.throwIfAborted();
    const now = stock.records.get(known.infoHash);
    if (sha256 !== known.sha256 || now === undefined) continue;
    await put(stock, { ...now, path, files, mtimeMs: newest(files) });
    return 'serving';
  }
  return state;
}

async function recognise(
  { folders, hashes }: Stock,
  sha256: Sha256,
  size: number,
  options?: { readonly signal?: AbortSignal; readonly except?: (path: string) => boolean },
): Promise<string | undefined> {
  const path = await recogniseFile(folders.library, { sha256, size }, hashes, options);
  await hashes.save();
  return path;
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

async function fileState({ path, size, mtimeMs, files }: LibraryDocument): Promise<FileState> {
  if (files !== undefined) return folderState({ path, files });
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) return 'missing';
  return found.size === size && found.mtimeMs === mtimeMs ? 'serving' : 'changed';
}

/** Whether the file at the document's own path has the document's bytes. */
async function hasBytes(
  { path, size, sha256 }: LibraryDocument,
  hashes: KnownHashes,
  options?: { readonly signal?: AbortSignal },
): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true || found.size !== size) return false;
  return (await hashes.sha256Of(path, options)) === sha256;
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
