import { CodedError, codeOf, messageOf } from '../../common/errors.ts';

const NOT_ALLOWED = new Set(['EACCES', 'EPERM', 'EROFS']);

/**
 * What a failed file operation on `path` means for a person: no space, no permission, or else the system's words. A
 * `CodedError` of ours stays what it is.
 */
export function libraryError(thrown: unknown, path: string): CodedError {
  if (thrown instanceof CodedError) return thrown;

  const code = codeOf(thrown) ?? '';
  const cause = { cause: thrown };
  if (isDiskFull(thrown)) {
    const what = `no space left for '${path}': free some, or use another --data folder, and start again`;
    return new CodedError('ERR_LIBRARY_NO_SPACE', what, cause);
  }
  if (NOT_ALLOWED.has(code)) {
    const what = `no permission for '${path}': change its owner or mode, or use another --data folder`;
    return new CodedError('ERR_LIBRARY_NO_PERMISSION', what, cause);
  }
  return new CodedError('ERR_LIBRARY_IO', `'${path}': ${messageOf(thrown)}`, cause);
}

/** Whether `thrown` says that the disk, or what this user may have of it, is full. */
export function isDiskFull(thrown: unknown): boolean {
  const code = codeOf(thrown);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Whether `thrown` says that there is no such file. */
export function isMissing(thrown: unknown): boolean {
  const code = codeOf(thrown);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
