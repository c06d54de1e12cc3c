import type { Sha256 } from '../../common/ids.ts';
import type { Change } from '../../common/tracker-api/change.ts';
import type { Withdrawal } from '../../common/tracker-api/publication.ts';
import type { VerifiedUpload } from '../../common/tracker-api/verify-upload.ts';
import type { CatalogDocument } from '../catalog/catalog.ts';

/** What bounds a store against publishers without end: keys cost nothing. */
export interface StoreLimits {
  readonly documents: number;
  readonly publishersPerDocument: number;
}

/** A change that is kept for good. */
export type DurableChange = Extract<Change, { readonly sha256: Sha256 }>;

/** What storing a publication came to. */
export interface PublishOutcome {
  readonly status: 'new' | 'known';
  /** as it stands now: with its founding publication and all its names */
  readonly document: CatalogDocument;
}

/** What storing a withdrawal came to. */
export interface WithdrawOutcome {
  /** as it stands now; absent when no publisher is left */
  readonly document?: CatalogDocument;
}

/**
 * What a tracker must not forget: publications with what came with them, who published and withdrew what, and the
 * log of these changes. A promise that every adapter keeps; `test/contract/store.test.ts` says what it means.
 *
 * A call that has resolved is durable: it survives the loss of power. Calls take effect in the order in which they
 * were made. All of them throw ERR_TRACKER_STORE_FAILED or ERR_TRACKER_NO_SPACE when the medium does.
 */
export interface Store extends AsyncDisposable {
  /** names this store's log among others; made once */
  readonly origin: string;

  /** the first `limit` documents whose ordinal is above `after`, ascending */
  documents(after: number, limit: number): Promise<CatalogDocument[]>;

  /**
   * Takes a publication whose signature and digests have been verified.
   *
   * The first for a SHA-256 founds the document and fixes its info dictionary. A later one by another publisher adds
   * a name; by the same publisher and with the same info dictionary it replaces the founding one.
   *
   * @param at ms since 1970
   * @throws {CodedError} ERR_TRACKER_WITHDRAWN, ERR_TRACKER_INFO_HASH_TAKEN, ERR_TRACKER_TOO_MANY_PUBLISHERS,
   *   ERR_TRACKER_CATALOG_FULL
   */
  publish(upload: VerifiedUpload, at: number): Promise<PublishOutcome>;

  /**
   * Takes a withdrawal whose signature has been verified. The document goes when no publisher is left.
   *
   * @throws {CodedError} ERR_TRACKER_NOT_PUBLISHER, ERR_TRACKER_STALE_WITHDRAWAL
   */
  withdraw(withdrawal: Withdrawal, at: number): Promise<WithdrawOutcome>;

  /** the founding publication with what came with it */
  upload(sha256: Sha256): Promise<VerifiedUpload | undefined>;

  /** bytes that all of it takes on its medium */
  bytes(): Promise<number>;

  /** the first `limit` changes whose sequence is above `after`, in the order of their commits */
  changes(
    after: number,
    limit: number,
  ): Promise<{ readonly sequence: number; readonly change: DurableChange }[]>;
}
