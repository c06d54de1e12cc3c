import { stat } from 'node:fs/promises';
import type { InfoHash, Sha256 } from '../../common/ids.ts';
import type { LibraryDocument } from './document.ts';
import { findAgain, rootsFor } from './find-again.ts';
import {
  type Folder,
  type FolderFile,
  filesAt,
  folderState,
  foldersWith,
  newest,
  placesOf,
  sha256OfFolder,
} from './folder-files.ts';
import { recogniseFile } from './recognise.ts';
import { put, type Stock } from './stock.ts';

/**
 * Whether a document's file is as it was when it was hashed. Only a `serving` one may be offered: the bytes of a
 * `changed` one are others.
 */
export type FileState = 'serving' | 'missing' | 'changed';

/** Compares size and time of the document's files with the record. */
export async function fileState({ path, size, mtimeMs, files }: LibraryDocument): Promise<FileState> {
  if (files !== undefined) return folderState({ path, files });
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) return 'missing';
  return found.size === size && found.mtimeMs === mtimeMs ? 'serving' : 'changed';
}

/** How close a document is looked at that is not `serving`. */
export interface RecheckOptions {
  readonly signal?: AbortSignal;
  /** only where it was: it costs a hash at the most, and that once for as long as the file stays as it is */
  readonly inPlace?: boolean;
}

/** As `Documents.recheck`. */
export async function recheck(
  stock: Stock,
  document: LibraryDocument,
  options: RecheckOptions = {},
): Promise<FileState> {
  const known = stock.records.get(document.infoHash) ?? document;
  const before = await fileState(known);
  if (before === 'serving') return before;
  if (known.files !== undefined) {
    if (options.inPlace === true) return before;
    return await recheckFolder(stock, known, known.files, before, options.signal);
  }
  if (await isTakenBack(stock, known, known.path, options)) return 'serving';
  const path =
    options.inPlace === true ? undefined : await recognise(stock, known.sha256, known.size, options);
  return path !== undefined && (await isTakenBack(stock, known, path, options)) ? 'serving' : before;
}

/**
 * Looks for the files of `lost` documents in the library folder and in those folders that documents were shared from.
 *
 * @returns those that are on record again, where they are now
 */
export async function relocate(
  stock: Stock,
  lost: readonly LibraryDocument[],
  options: RecheckOptions = {},
): Promise<LibraryDocument[]> {
  const single = lost.filter(({ files }) => files === undefined);
  const back: InfoHash[] = [];
  for (const folder of lost.filter(({ files }) => files !== undefined))
    if ((await recheck(stock, folder, options)) === 'serving') back.push(folder.infoHash);
  if (single.length > 0) {
    const roots = await rootsFor(single, stock.records.values());
    const found = await findAgain(single, [stock.folders.library, ...roots], stock.hashes, options);
    await stock.hashes.save();
    for (const document of single) {
      const path = found.get(document.infoHash);
      if (path !== undefined && (await isTakenBack(stock, document, path, options)))
        back.push(document.infoHash);
    }
  }
  return back.flatMap((infoHash) => stock.records.get(infoHash) ?? []);
}

/** Puts a document on record again at `path` if its bytes are there. */
async function isTakenBack(
  stock: Stock,
  { infoHash, size, sha256 }: LibraryDocument,
  path: string,
  options: RecheckOptions,
): Promise<boolean> {
  const before = await stat(path).catch(() => undefined);
  if (before?.isFile() !== true || before.size !== size) return false;
  if ((await stock.hashes.sha256Of(path, options)) !== sha256) return false;
  const after = await stat(path).catch(() => undefined);
  // It may have been removed, or sent to somebody, while its file was hashed.
  const now = stock.records.get(infoHash);
  if (now === undefined || after?.mtimeMs !== before.mtimeMs) return false;
  await put(stock, { ...now, path, mtimeMs: before.mtimeMs });
  return true;
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

/** As `Documents.recognise`. */
export async function recognise(
  { folders, hashes, paths, arriving }: Stock,
  sha256: Sha256,
  size: number,
  options?: { readonly signal?: AbortSignal },
): Promise<string | undefined> {
  const except = (path: string): boolean => (paths.get(path) ?? sha256) !== sha256 || arriving.has(path);
  const path = await recogniseFile(folders.library, { sha256, size }, hashes, { ...options, except });
  await hashes.save();
  return path;
}
