import { constants } from 'node:fs';
import { copyFile, link, mkdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import { temporaryBeside } from '../../common/runtime/atomic-write.ts';
import { isDiskFull, safeName } from '../library/library.ts';

/**
 * Where `--out` puts a document called `name`: in the folder that it names, else exactly there.
 *
 * @param name from the network; made safe
 */
export async function targetOf(out: string, name: string): Promise<string> {
  const found = await stat(out).catch(() => undefined);
  return found?.isDirectory() === true || /[/\\]$/.test(out) ? join(out, safeName(name)) : out;
}

/**
 * Moves the finished file `from` to `target`, replacing nothing.
 *
 * @throws {CodedError} ERR_GET_TARGET_EXISTS, ERR_CONTENT_NO_SPACE, ERR_MERGE_DELIVER
 */
export async function deliver(from: string, target: string): Promise<void> {
  await puttingAt(target, from, () => moveWithoutReplacing(from, target));
}

/**
 * Copies the file `from` to `target`, replacing nothing.
 *
 * @throws {CodedError} as `deliver`
 */
export async function deliverCopy(from: string, target: string): Promise<void> {
  await puttingAt(target, from, () => copyWithoutReplacing(from, target));
}

async function puttingAt(target: string, from: string, put: () => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true });
  } catch (cause) {
    throw cannotPut(target, from, cause); // EEXIST here means a file where the folder should be
  }
  try {
    await put();
  } catch (cause) {
    throw codeOf(cause) === 'EEXIST' ? targetExists(target, cause) : cannotPut(target, from, cause);
  }
}

/** The error when a document cannot be put at `target`, for the reason `cause`. */
export function cannotPut(target: string, from: string, cause: unknown): CodedError {
  if (isDiskFull(cause)) {
    const message = `no space left for ${target}: free some and run the same command again; the document is kept at ${from}`;
    return new CodedError('ERR_CONTENT_NO_SPACE', message, { cause });
  }
  const message = `cannot put the document at ${target}: ${messageOf(cause)}; it is kept at ${from}`;
  return new CodedError('ERR_MERGE_DELIVER', message, { cause });
}

/** The error when something else lies where a document is to go. */
export function targetExists(target: string, cause?: unknown): CodedError {
  const message = `${target} exists already and is another file; choose another name with --out`;
  return new CodedError('ERR_GET_TARGET_EXISTS', message, { cause });
}

/** A hard link fails where something is, which a rename does not; another disk, or one without links, gets a copy. */
async function moveWithoutReplacing(from: string, target: string): Promise<void> {
  try {
    await link(from, target);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    await copyWithoutReplacing(from, target);
  }
  await unlink(from);
}

/**
 * Copies the file `from` to `target`, replacing nothing. A process that is killed meanwhile leaves a temporary file, and
 * never half a document under the name that was asked for.
 *
 * @throws EEXIST, and whatever else the file system says
 */
async function copyWithoutReplacing(from: string, target: string): Promise<void> {
  const temporary = temporaryBeside(target);
  try {
    await copyFile(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await link(temporary, target).catch(async (error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      // a file system without links: its own exclusive copy is the next best
      await copyFile(temporary, target, constants.COPYFILE_EXCL);
    });
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}
