import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CodedError } from '../../common/errors.ts';

/**
 * The absolute path of a file that `-o` asks for: nothing lies there, and there is a folder to put it in.
 *
 * @throws {CodedError} ERR_CLI_TARGET_EXISTS, ERR_CLI_NO_SUCH_FOLDER
 */
export async function targetFile(path: string): Promise<string> {
  const target = resolve(path);
  if ((await stat(target).catch(() => undefined)) !== undefined) {
    throw new CodedError(
      'ERR_CLI_TARGET_EXISTS',
      `'${target}' exists: move it away, or choose another with -o`,
    );
  }
  await checkFolderOf(target);
  return target;
}

/** @throws {CodedError} ERR_CLI_NO_SUCH_FOLDER unless there is a folder to put `target` in */
export async function checkFolderOf(target: string): Promise<void> {
  const folder = dirname(resolve(target));
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new CodedError(
    'ERR_CLI_NO_SUCH_FOLDER',
    `there is no folder '${folder}': make it, or choose another`,
  );
}
