import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CodedError } from '../../common/errors.ts';
import { isMissing, libraryError } from '../library/library.ts';

/** The absolute path of a file that is there. @throws {CodedError} ERR_CLI_NO_SUCH_FILE; those of `libraryError` */
export async function localFile(path: string): Promise<string> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch((error: unknown) => {
    if (isMissing(error)) throw noSuchFile(`there is no file '${absolute}'`);
    throw libraryError(error, absolute);
  });
  if (!found.isFile()) throw noSuchFile(`'${absolute}' is no file: name one of the files in it`);
  return absolute;
}

function noSuchFile(what: string): CodedError {
  return new CodedError('ERR_CLI_NO_SUCH_FILE', what);
}
