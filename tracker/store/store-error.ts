import { CodedError } from '../../common/errors.ts';

/** The error for what went wrong in the database `file`: ours as they are, SQLite's by what a person can do. */
export function storeError(code: string, message: string, file: string): CodedError {
  if (code.startsWith('ERR_TRACKER_')) return new CodedError(code, message);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new CodedError(
      'ERR_TRACKER_DATA_IN_USE',
      `another tracker runs on ${file}; stop it or choose another folder with --data`,
    );
  }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new CodedError(
      'ERR_TRACKER_DATA_DAMAGED',
      `${file} is damaged (${message}); put a backup in its place or move it away to begin anew`,
    );
  }
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/.test(code)) {
    return new CodedError(
      'ERR_TRACKER_DATA_UNUSABLE',
      `cannot write ${file} (${message}); check its permissions or choose another folder with --data`,
    );
  }
  if (code === 'SQLITE_FULL') {
    return new CodedError(
      'ERR_TRACKER_NO_SPACE',
      `no space left for ${file}; nothing was changed, free some`,
    );
  }
  return new CodedError('ERR_TRACKER_STORE_FAILED', `the catalog ${file} failed: ${message}`);
}
