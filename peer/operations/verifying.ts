import type { Abortable } from './abortable.ts';

/** What reading a document again came to. */
export interface VerifiedDocument {
  readonly infoHash: string;
  readonly sha256: string;
  readonly name: string;
  readonly path: string;
  /** bytes */
  readonly size: number;
  /** `missing`: there is no file to be read */
  readonly state: 'whole' | 'damaged' | 'missing';
  /** of the bytes that are there; empty for a missing one */
  readonly md5: string;
  /** in how many parts, each with a digest of its own, a document is divided: leaves of its page map, or pieces */
  readonly parts: number;
  /** parts that are wrong, and their bytes: what `get` fetches again */
  readonly wrongParts: number;
  readonly wrongBytes: number;
  /** pages, 1-based and inclusive, that cannot be shown right; none for a document without a page map */
  readonly wrongPages: readonly { readonly firstPage: number; readonly lastPage: number }[];
}

/** What verifying tells: how far it is with a document, and what came of it. */
export type VerifyEvent =
  | { readonly type: 'counted'; readonly documents: number; readonly bytes: number }
  | {
      readonly type: 'reading';
      readonly infoHash: string;
      readonly name: string;
      /** bytes; a document that is damaged is read twice */
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'verified'; readonly document: VerifiedDocument }
  | {
      readonly type: 'refused';
      readonly document: string;
      readonly code: string;
      readonly message: string;
    };

/** Reading documents again that are here. */
export interface VerifyOperations {
  /**
   * Reads documents again and compares all of their bytes with what was published: `documents`, named as in `RemoveRequest`;
   * none of them: all that are whole. One that is damaged is offered to nobody any more; `get` of it fetches what is wrong.
   */
  verify(request: { readonly documents: readonly string[] }, options: Abortable): AsyncIterable<VerifyEvent>;
}
