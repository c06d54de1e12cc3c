import type { InfoHash, Md5, Sha256 } from '../ids.ts';

/** What a publisher says of a document. Signed; see `signature.ts` and `docs/protocol/tracker-api.md`. */
export interface Publication {
  readonly version: 1;
  readonly sha256: Sha256;
  readonly md5: Md5;
  readonly infoHash: InfoHash;
  /** bytes */
  readonly size: number;
  /** file name as published; another publisher's name for the same bytes becomes an alias */
  readonly name: string;
  /** of the PDF's information dictionary; empty where it has none */
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly keywords: string;
  /** 0 where the number is not known (not a PDF, or one that cannot be read) */
  readonly pages: number;
  /** SHA-256 of the page map's blob, hexadecimal; empty for a document without one */
  readonly mapDigest: string;
  /** length of the page map's blob, bytes; 0 without one */
  readonly mapBytes: number;
  /** SHA-256 of the canonical words-per-page list, hexadecimal; empty where no text could be read */
  readonly wordsDigest: string;
  /** Ed25519 public key, 32 bytes in hexadecimal */
  readonly publisher: string;
  /** of this publisher for this document: the higher one replaces the lower; ms since 1970 */
  readonly sequence: number;
  /** Ed25519 over the bencoding of all the other fields, 64 bytes in hexadecimal */
  readonly signature: string;
}

/** What travels to a tracker at publication: the signed statement and what its digests stand for. */
export interface PublicationUpload {
  readonly publication: Publication;
  /** the bencoded info dictionary, base64 */
  readonly info: string;
  /** the page map's blob, base64; only below 64 KiB (larger ones come from any holder) */
  readonly map?: string;
  /** words on each page, in page order */
  readonly wordsPerPage?: readonly number[];
}

/** A statement that the publisher takes a publication back. Signed like a publication. */
export interface Withdrawal {
  readonly version: 1;
  readonly withdraw: Sha256;
  readonly publisher: string;
  readonly sequence: number;
  readonly signature: string;
}

/** Someone who holds a document or part of it, as a tracker knows it. */
export interface Holder {
  /** the host's id for peers of ours; absent for standard clients, which announce an address only */
  readonly hostId?: string;
  readonly client: 'pageswarm' | 'standard';
  /** `203.0.113.5:6881`, `[2001:db8::1]:6881`: all the addresses it can be reached at, best first */
  readonly addresses: readonly string[];
  readonly complete: boolean;
  /** 0-100 of its bytes */
  readonly heldPercent: number;
  /** pages it can show in full; absent for standard clients */
  readonly heldPages?: number;
  /** ms since the tracker last heard of it */
  readonly ageMs: number;
}

/** A document in lists and search results. */
export interface DocumentSummary {
  readonly sha256: Sha256;
  readonly infoHash: InfoHash;
  readonly md5: Md5;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly keywords: string;
  readonly pages: number;
  readonly size: number;
  /** how many hold it, wholly or in part */
  readonly holders: number;
  /** ms since 1970 */
  readonly publishedAt: number;
}

/** Everything a tracker knows of a document. */
export interface DocumentDetails extends DocumentSummary {
  readonly publication: Publication;
  readonly wordsPerPage?: readonly number[];
  readonly holderList: readonly Holder[];
}
