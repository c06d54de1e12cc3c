import { CodedError } from '../../common/errors.ts';
import { type Entry, isEnded } from './entry.ts';

/** Shorter beginnings of an id, or of a hash, are more often a slip than a choice. */
const MIN_ID = 4;
const MIN_HASH = 6;
const CANDIDATES_NAMED = 5;

/**
 * The one of `entries` that `query` means: by id or its beginning (4 digits or more), by info hash or SHA-256 or the
 * beginning of either (6 or more), or by exact name. Of several transfers of one document it is the one that has not
 * ended, else the newest.
 *
 * @param entries the newest first
 * @throws {CodedError} ERR_TRANSFER_NOT_FOUND, ERR_TRANSFER_AMBIGUOUS
 */
export function findTransfer(entries: readonly Entry[], query: string): Entry {
  const exact = entries.find(({ id }) => id === query.toLowerCase());
  if (exact !== undefined) return exact;

  const found = entries.filter((entry) => means(query, entry));
  const [newest] = found;
  if (newest === undefined) {
    throw new CodedError('ERR_TRANSFER_NOT_FOUND', `no transfer '${query}': see pageswarm transfers`);
  }
  if (found.some(({ subject }) => subject.infoHash !== newest.subject.infoHash))
    throw ambiguous(query, found);
  return found.find((entry) => !isEnded(entry)) ?? newest;
}

function means(query: string, { id, subject }: Entry): boolean {
  const digits = query.toLowerCase();
  if (digits.length >= MIN_ID && id.startsWith(digits)) return true;
  const hashes = [subject.infoHash as string, subject.sha256];
  if (digits.length >= MIN_HASH && hashes.some((hash) => hash.startsWith(digits))) return true;
  return query !== '' && subject.name.normalize('NFC') === query.normalize('NFC');
}

function ambiguous(query: string, found: readonly Entry[]): CodedError {
  const named = found.slice(0, CANDIDATES_NAMED).map(({ id, subject }) => `${id} (${subject.name})`);
  const more = found.length > named.length ? `, and ${found.length - named.length} more` : '';
  const what = `'${query}' means ${found.length} transfers: ${named.join(', ')}${more}; use the id`;
  return new CodedError('ERR_TRANSFER_AMBIGUOUS', what);
}
