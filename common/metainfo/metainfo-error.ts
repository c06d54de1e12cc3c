import { CodedError } from '../errors.ts';

/** That something is no `.torrent` that can be read, and why. */
export function malformedMetainfo(what: string, cause?: unknown): CodedError {
  return new CodedError('ERR_METAINFO_MALFORMED', `not a .torrent that can be read: ${what}`, { cause });
}
