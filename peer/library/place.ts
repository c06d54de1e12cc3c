import { constants } from 'node:fs';
import { copyFile, link, lstat, open, rename, unlink } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { CodedError, codeOf } from '../../common/errors.ts';
import { temporaryBeside } from '../../common/runtime/atomic-write.ts';
import { safeName } from '../../common/text/safe-name.ts';
import { isMissing, libraryError } from './library-error.ts';

/** More files of one name than a person has ever kept; it ends the search on a file system that always says no. */
const MAX_ATTEMPTS = 10_000;
/** What file systems take for one name. */
const NAME_BYTES = 255;

/**
 * Paths directly inside `folder` for a document named `name` by whoever published it: `name.pdf`, `name (2).pdf`,
 * `name (3).pdf`, ...
 */
function* placesFor(folder: string, name: string): Generator<string> {
  yield join(folder, safeName(name));
  const { name: stem, ext } = parse(safeName(name));
  const short = shortened(stem, NAME_BYTES - Buffer.byteLength(` (${MAX_ATTEMPTS})${ext}`));
  for (let copy = 2; copy <= MAX_ATTEMPTS; copy++) yield join(folder, safeName(`${short} (${copy})${ext}`));
}

/** The first of `placesFor` where nothing is, not even a dangling link. It is not reserved: see `moveInto`. */
export async function freePlace(folder: string, name: string): Promise<string> {
  for (const place of placesFor(folder, name)) {
    try {
      await lstat(place);
    } catch (error) {
      if (isMissing(error)) return place;
      throw libraryError(error, place);
    }
  }
  throw noPlace(folder, name);
}

/**
 * Moves the file `from` into `folder` under a free name, replacing nothing, also when two do so at once.
 *
 * @param arriving has the place from before the file is there on
 * @returns where it is now
 */
export async function moveInto(
  folder: string,
  from: string,
  name: string,
  arriving: Set<string> = new Set(),
): Promise<string> {
  for (const place of placesFor(folder, name)) {
    try {
      arriving.add(place);
      await moveTo(from, place);
      return place;
    } catch (error) {
      arriving.delete(place);
      if (codeOf(error) !== 'EEXIST') throw libraryError(error, place);
    }
  }
  throw noPlace(folder, name);
}

/**
 * Moves the folder `from`, which lies on the same disk, into `folder` under a free name. Between looking and moving somebody
 * may have made an empty folder of that name, which is then replaced; anything else is not.
 *
 * @returns where it is now
 */
export async function moveFolderInto(folder: string, from: string, name: string): Promise<string> {
  const place = await freePlace(folder, name);
  await rename(from, place).catch((error: unknown) => {
    throw libraryError(error, place);
  });
  return place;
}

/** Copies the file `from` into `folder` under a free name; under that name it is there whole or not at all. */
export async function copyInto(folder: string, from: string, name: string): Promise<string> {
  const temporary = temporaryBeside(join(folder, 'copy'));
  try {
    await copyFile(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return await moveInto(folder, temporary, name);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw libraryError(error, folder);
  }
}

/** A hard link fails where something is, which rename does not; the old name then goes. @throws EEXIST */
async function moveTo(from: string, place: string): Promise<void> {
  try {
    await link(from, place);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || isMissing(error)) throw error;
    return await moveWithoutLinks(from, place);
  }
  await unlink(from);
}

/** For file systems without hard links, and across two of them: the name is claimed by an empty file first. */
async function moveWithoutLinks(from: string, place: string): Promise<void> {
  await (await open(place, 'wx')).close();
  try {
    await rename(from, place);
  } catch (error) {
    if (codeOf(error) === 'EXDEV') return await copyOver(from, place);
    await unlink(place);
    throw error;
  }
}

async function copyOver(from: string, place: string): Promise<void> {
  try {
    await copyFile(from, place);
  } catch (error) {
    await unlink(place);
    throw error;
  }
  await unlink(from);
}

/** `stem` without as many of its last characters as needed to fit into `bytes` of UTF-8. */
function shortened(stem: string, bytes: number): string {
  const characters = [...stem];
  while (Buffer.byteLength(characters.join('')) > bytes) characters.pop();
  return characters.join('');
}

function noPlace(folder: string, name: string): CodedError {
  const what = `no free name for '${safeName(name)}' in '${folder}': move some of its copies away`;
  return new CodedError('ERR_LIBRARY_NO_FREE_NAME', what);
}
