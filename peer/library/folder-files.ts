import { createHash } from 'node:crypto';
import { open, readdir, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CodedError } from '../../common/errors.ts';
import type { FolderPlace } from '../../common/metainfo/folder-places.ts';
import { isTemporaryName } from '../../common/runtime/atomic-write.ts';
import { isMissing, libraryError } from './library-error.ts';

/**
 * A file of a document that is a folder. What lies between two files is zeros, which are not on disk.
 *
 * @see docs/decisions/0037
 */
export interface FolderFile {
  /** below the folder, with `/` between names */
  readonly path: string;
  /** offset of its first byte in the document, bytes */
  readonly begin: number;
  /** bytes */
  readonly size: number;
  /** when its digests were taken; ms since 1970, with a fraction */
  readonly mtimeMs: number;
}

/** A folder on disk, as far as it is one document. */
export interface Folder {
  /** absolute */
  readonly path: string;
  /** in the order of their bytes */
  readonly files: readonly FolderFile[];
}

/** Bytes that are read at a time while a whole folder is gone through. */
const SLICE = 1024 * 1024;

/** `places` as they lie below `folder` at this moment; `undefined` unless each is a file of the right size. */
export async function filesAt(
  folder: string,
  places: readonly FolderPlace[],
): Promise<FolderFile[] | undefined> {
  const files: FolderFile[] = [];
  for (const { path, begin, size } of places) {
    const found = await stat(join(folder, ...path)).catch(() => undefined);
    if (found?.isFile() !== true || found.size !== size) return undefined;
    files.push({ path: path.join('/'), begin, size, mtimeMs: found.mtimeMs });
  }
  return files;
}

/** The places that `files` take, to look for them elsewhere. */
export function placesOf(files: readonly FolderFile[]): FolderPlace[] {
  return files.map(({ path, begin, size }) => ({ path: path.split('/'), begin, size }));
}

/** Folders directly inside `parent` in which each of `places` is a file of the right size. */
export async function* foldersWith(
  parent: string,
  places: readonly FolderPlace[],
): AsyncGenerator<Folder, undefined> {
  for (const entry of await readdir(parent, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory() || isTemporaryName(entry.name)) continue;
    const path = join(parent, entry.name);
    const files = await filesAt(path, places);
    if (files !== undefined) yield { path, files };
  }
}

/** The time of the newest of `files`, ms since 1970; 0 where there are none. */
export function newest(files: readonly FolderFile[]): number {
  return files.reduce((latest, { mtimeMs }) => Math.max(latest, mtimeMs), 0);
}

/** Whether every file of the folder is there, and as it was when it was hashed. One that has changed counts for more. */
export async function folderState({ path, files }: Folder): Promise<'serving' | 'missing' | 'changed'> {
  let missing = false;
  for (const { path: name, size, mtimeMs } of files) {
    const found = await stat(join(path, ...name.split('/'))).catch(() => undefined);
    if (found?.isFile() !== true) missing = true;
    else if (found.size !== size || found.mtimeMs !== mtimeMs) return 'changed';
  }
  return missing ? 'missing' : 'serving';
}

/**
 * Bytes of the document, a new array: files and the zeros between them. Each file is opened for it, so that one that has
 * changed is noticed, and a folder of ten thousand files keeps none open.
 *
 * @throws {CodedError} ERR_CONTENT_MISSING, ERR_CONTENT_CHANGED
 */
export async function readFolder(
  { path, files }: Folder,
  range: { readonly begin: number; readonly end: number },
): Promise<Uint8Array> {
  const bytes = new Uint8Array(range.end - range.begin);
  for (let at = firstEndingAfter(files, range.begin); at < files.length; at++) {
    const file = files[at];
    if (file === undefined || file.begin >= range.end) break;
    if (file.size > 0) await readPart(path, file, range, bytes);
  }
  return bytes;
}

/** Reads what `file` has of `range` into its place in `bytes`, which are those of `range`. */
async function readPart(
  folder: string,
  file: FolderFile,
  range: { readonly begin: number; readonly end: number },
  bytes: Uint8Array,
): Promise<void> {
  const path = join(folder, ...file.path.split('/'));
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw new CodedError('ERR_CONTENT_MISSING', `${path} can no longer be read`, { cause });
  });
  try {
    const found = await handle.stat();
    if (found.size !== file.size || found.mtimeMs !== file.mtimeMs) throw changed(path);
    let at = Math.max(range.begin, file.begin);
    const end = Math.min(range.end, file.begin + file.size);
    while (at < end) {
      const { bytesRead } = await handle.read(bytes, at - range.begin, end - at, at - file.begin);
      if (bytesRead === 0) throw changed(path);
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

function changed(path: string): CodedError {
  return new CodedError('ERR_CONTENT_CHANGED', `${path} has changed since it was verified; fetch it again`);
}

/** All `size` bytes of the document, a slice at a time. */
export async function* slicesOfFolder(folder: Folder, size: number): AsyncGenerator<Uint8Array> {
  for (let begin = 0; begin < size; begin += SLICE) {
    yield await readFolder(folder, { begin, end: Math.min(size, begin + SLICE) });
  }
}

/** SHA-256 of the document, hexadecimal. @throws {CodedError} as `readFolder`; the reason of `signal` */
export async function sha256OfFolder(folder: Folder, size: number, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const slice of slicesOfFolder(folder, size)) {
    signal?.throwIfAborted();
    hash.update(slice);
  }
  return hash.digest('hex');
}

/** Deletes the files of the document, and folders that are empty then: what people have put beside them stays. */
export async function deleteFolder({ path, files }: Folder): Promise<void> {
  const folders = new Set([path]);
  for (const { path: name } of files) {
    const file = join(path, ...name.split('/'));
    await unlink(file).catch((error: unknown) => {
      if (!isMissing(error)) throw libraryError(error, file);
    });
    for (let folder = dirname(file); folder.length > path.length; folder = dirname(folder))
      folders.add(folder);
  }
  const deepestFirst = [...folders].sort((a, b) => b.length - a.length);
  for (const folder of deepestFirst) await rmdir(folder).catch(() => undefined);
}

/** The index of the first file that ends behind `offset`; they lie in order, end to end or with zeros between. */
function firstEndingAfter(files: readonly FolderFile[], offset: number): number {
  let low = 0;
  let high = files.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const file = files[middle];
    if (file !== undefined && file.begin + file.size <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
