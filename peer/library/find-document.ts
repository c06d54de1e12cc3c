import { basename } from 'node:path';
import { CodedError } from '../../common/errors.ts';
import type { LibraryDocument } from './document.ts';

/** What a document is found by. */
export type Findable = Pick<LibraryDocument, 'infoHash' | 'name' | 'path'> & { readonly sha256: string };

/** Shorter prefixes are more often a slip than a choice. */
const MIN_PREFIX = 6;
const DIGITS = /^[0-9a-f]+$/;
const CANDIDATES_NAMED = 5;

/**
 * The one of `documents` that `query` means: by SHA-256 or info hash, whole or a prefix of at least 6 digits, or by
 * exact name, as published or as the file is called.
 *
 * @throws {CodedError} ERR_LIBRARY_NOT_FOUND, ERR_LIBRARY_AMBIGUOUS
 */
export function findDocument<Found extends Findable>(documents: Iterable<Found>, query: string): Found {
  const digits = query.toLowerCase();
  const name = query.normalize('NFC');
  const byDigits = digits.length >= MIN_PREFIX && DIGITS.test(digits);

  const found: Found[] = [];
  for (const document of documents) {
    const meant = byDigits && (document.sha256.startsWith(digits) || document.infoHash.startsWith(digits));
    const called = [document.name, basename(document.path)].some((one) => one.normalize('NFC') === name);
    if (meant || called) found.push(document);
  }

  const [only, ...others] = found;
  if (only === undefined) {
    throw new CodedError(
      'ERR_LIBRARY_NOT_FOUND',
      `this node shares no document '${query}'; see pageswarm status`,
    );
  }
  if (others.length > 0) throw ambiguous(query, found);
  return only;
}

function ambiguous(query: string, found: readonly Findable[]): CodedError {
  const named = found.slice(0, CANDIDATES_NAMED).map((one) => `${one.infoHash} (${one.name})`);
  const more = found.length > named.length ? `, and ${found.length - named.length} more` : '';
  const what = `'${query}' means ${found.length} documents: ${named.join(', ')}${more}; use more of the info hash`;
  return new CodedError('ERR_LIBRARY_AMBIGUOUS', what);
}
