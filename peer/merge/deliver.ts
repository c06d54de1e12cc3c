import { constants } from 'node:fs';
import { copyFile, link, mkdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import { safeName } from '../library/library.ts';

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
 * @throws {CodedError} ERR_GET_TARGET_EXISTS, ERR_MERGE_DELIVER
 */
export async function deliver(from: string, target: string): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true });
    await moveWithoutReplacing(from, target);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') {
      const message = `${target} exists already and is another file; choose another name with --out`;
      throw new CodedError('ERR_GET_TARGET_EXISTS', message, { cause });
    }
    const message = `cannot put the document at ${target}: ${messageOf(cause)}; it is kept at ${from}`;
    throw new CodedError('ERR_MERGE_DELIVER', message, { cause });
  }
}

/** A hard link fails where something is, which a rename does not; another disk, or one without links, gets a copy. */
async function moveWithoutReplacing(from: string, target: string): Promise<void> {
  try {
    await link(from, target);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    await copyFile(from, target, constants.COPYFILE_EXCL);
  }
  await unlink(from);
}
