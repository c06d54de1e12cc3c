import { CodedError } from '../../common/errors.ts';
import type { Sha256 } from '../../common/ids.ts';
import { type Catalog, type CatalogDocument, MIN_ID_DIGITS } from '../catalog/catalog.ts';

/** An id that more than one document begins with. */
class AmbiguousId extends CodedError {
  readonly candidates: readonly { readonly sha256: Sha256; readonly name: string }[];

  constructor(id: string, documents: readonly CatalogDocument[]) {
    super('ERR_TRACKER_AMBIGUOUS', `${documents.length} documents begin with ${id}; give more digits`);
    this.candidates = documents
      .slice(0, MAX_CANDIDATES)
      .map(({ publication: { sha256, name } }) => ({ sha256, name }));
  }
}

const MAX_CANDIDATES = 20;

/**
 * The one document that `id` means.
 *
 * @throws {CodedError} ERR_TRACKER_NOT_FOUND, ERR_TRACKER_AMBIGUOUS (with `candidates`)
 */
export function identified(catalog: Catalog, id: string): CatalogDocument {
  const documents = catalog.identify(id.toLowerCase());
  const [document] = documents;
  if (document === undefined) {
    throw new CodedError(
      'ERR_TRACKER_NOT_FOUND',
      `no document here has that id; give a SHA-256, an info hash, or ${MIN_ID_DIGITS} or more first digits of one`,
    );
  }
  if (documents.length > 1) throw new AmbiguousId(id, documents);
  return document;
}
