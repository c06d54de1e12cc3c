import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CodedError } from '../../common/errors.ts';
import { type FolderPlace, folderPlaces } from '../../common/metainfo/folder-places.ts';
import type { Info } from '../../common/metainfo/info.ts';
import { temporaryBeside } from '../../common/runtime/atomic-write.ts';
import {
  type Folder,
  type FolderFile,
  filesAt,
  foldersWith,
  type Library,
  sha256OfFolder,
} from '../library/library.ts';
import { cannotPut, targetExists } from './deliver.ts';

/** Bytes that are copied at a time. */
const SLICE = 1024 * 1024;

/** A finished torrent of several files, before it lies in its folder. */
export interface Packed {
  /** file with all of its bytes, end to end */
  readonly from: string;
  readonly info: Pick<Info, 'name' | 'files' | 'length'>;
  /** of those bytes, hexadecimal */
  readonly sha256: string;
}

/**
 * Puts the files of `packed` into a new folder: at `target`, or in the library folder under a free name. The folder is
 * there whole or not at all, and what was packed stays where it is. One that an earlier attempt left in the library folder
 * is taken as it is.
 *
 * @throws {CodedError} ERR_GET_TARGET_EXISTS, ERR_CONTENT_NO_SPACE, ERR_MERGE_DELIVER, ERR_LIBRARY_*
 */
export async function unpack(packed: Packed, library: Library, target: string | undefined): Promise<Folder> {
  const places = folderPlaces(packed.info.files);
  const left = target === undefined ? await leftIn(library.folders.library, places, packed) : undefined;
  if (left !== undefined) return left;
  const temporary = temporaryBeside(target ?? join(library.folders.library, 'folder'));
  try {
    await writeFiles(packed.from, places, temporary);
    const path =
      target === undefined
        ? await library.moveFolderIn(temporary, packed.info.name)
        : await moveFolder(temporary, target);
    return { path, files: await filesOf(path, places) };
  } catch (cause) {
    throw asDeliverError(cause, target ?? library.folders.library, packed.from);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * Copies the files of `folder` to the new folder `target`.
 *
 * @throws {CodedError} as `unpack`
 */
export async function copyFolder(folder: Folder, target: string): Promise<void> {
  const temporary = temporaryBeside(target);
  try {
    for (const { path, size } of folder.files) {
      const names = path.split('/');
      await copyPart(join(folder.path, ...names), { begin: 0, size }, join(temporary, ...names));
    }
    await mkdir(temporary, { recursive: true });
    await moveFolder(temporary, target);
  } catch (cause) {
    throw asDeliverError(cause, target, folder.path);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function leftIn(
  parent: string,
  places: readonly FolderPlace[],
  { info, sha256 }: Packed,
): Promise<Folder | undefined> {
  for await (const folder of foldersWith(parent, places)) {
    const found = await sha256OfFolder(folder, info.length).catch(() => undefined);
    if (found === sha256) return folder;
  }
  return undefined;
}

async function writeFiles(from: string, places: readonly FolderPlace[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const place of places) await copyPart(from, place, join(folder, ...place.path));
}

/** Copies `size` bytes of the file `from` into a new file, and waits until they are on the disk. */
async function copyPart(
  from: string,
  { begin, size }: Pick<FolderPlace, 'begin' | 'size'>,
  to: string,
): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const source = await open(from, 'r');
  try {
    const file = await open(to, 'wx');
    try {
      await copyBytes(source, begin, begin + size, file);
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await source.close();
  }
}

async function copyBytes(source: FileHandle, begin: number, end: number, file: FileHandle): Promise<void> {
  const slice = Buffer.allocUnsafe(Math.min(SLICE, end - begin));
  for (let at = begin; at < end; ) {
    const { bytesRead } = await source.read(slice, 0, Math.min(slice.length, end - at), at);
    if (bytesRead === 0) throw new Error('a file that is copied is shorter than it was');
    await file.writeFile(slice.subarray(0, bytesRead));
    at += bytesRead;
  }
}

/** @throws {CodedError} ERR_GET_TARGET_EXISTS */
async function moveFolder(from: string, target: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  if ((await stat(target).catch(() => undefined)) !== undefined) throw targetExists(target);
  await rename(from, target);
  return target;
}

async function filesOf(path: string, places: readonly FolderPlace[]): Promise<readonly FolderFile[]> {
  const files = await filesAt(path, places);
  if (files === undefined) throw new Error('somebody else changes what lies there');
  return files;
}

function asDeliverError(cause: unknown, target: string, from: string): unknown {
  return cause instanceof CodedError ? cause : cannotPut(target, from, cause);
}
