import { createHash } from 'node:crypto';
import { CodedError } from '../errors.ts';
import { decodeInfo } from '../metainfo/info.ts';
import { LIMITS } from './limits.ts';
import type { Publication, PublicationUpload } from './publication.ts';
import { verifyPublication } from './signature.ts';
import { wordsDigest } from './words.ts';

/** A publication and what came with it, after the signature and every digest have been checked. */
export interface VerifiedUpload {
  readonly publication: Publication;
  /** the bencoded info dictionary */
  readonly info: Uint8Array;
  /** the page map's blob, where it travels with the publication */
  readonly map?: Uint8Array;
  readonly wordsPerPage?: readonly number[];
}

/**
 * Checks that `upload` is what its publisher signed: the signature, that `info` is an info dictionary of the info hash
 * and size, and the digests of map and words.
 *
 * @throws {CodedError} ERR_PUBLICATION_FORGED, ERR_PUBLICATION_MISMATCH, ERR_METAINFO_*, ERR_BENCODE_*
 */
export function verifyUpload(upload: PublicationUpload): VerifiedUpload {
  const { publication } = upload;
  if (!verifyPublication(publication)) {
    throw new CodedError(
      'ERR_PUBLICATION_FORGED',
      'the signature does not belong to this publication; sign it again',
    );
  }
  const info = new Uint8Array(Buffer.from(upload.info, 'base64'));
  checkInfo(publication, info);
  const map = upload.map === undefined ? undefined : new Uint8Array(Buffer.from(upload.map, 'base64'));
  if (map !== undefined) checkMap(publication, map);
  if (upload.wordsPerPage !== undefined) checkWords(publication, upload.wordsPerPage);
  return {
    publication,
    info,
    ...(map && { map }),
    ...(upload.wordsPerPage && { wordsPerPage: upload.wordsPerPage }),
  };
}

/** The upload of which `verified` is the content. */
export function uploadOf(verified: VerifiedUpload): PublicationUpload {
  return {
    publication: verified.publication,
    info: Buffer.from(verified.info).toString('base64'),
    ...(verified.map && { map: Buffer.from(verified.map).toString('base64') }),
    ...(verified.wordsPerPage && { wordsPerPage: verified.wordsPerPage }),
  };
}

function checkInfo(publication: Publication, bytes: Uint8Array): void {
  const info = decodeInfo(bytes);
  if (info.infoHash !== publication.infoHash) throw mismatch('info', 'infoHash');
  if (info.multiFile || info.length !== publication.size) throw mismatch('the length in info', 'size');
  if (info.md5 !== undefined && info.md5 !== publication.md5) throw mismatch('md5sum in info', 'md5');
}

function checkMap(publication: Publication, map: Uint8Array): void {
  if (map.length !== publication.mapBytes || map.length > LIMITS.inlineMapBytes)
    throw mismatch('map', 'mapBytes');
  if (createHash('sha256').update(map).digest('hex') !== publication.mapDigest)
    throw mismatch('map', 'mapDigest');
}

function checkWords(publication: Publication, words: readonly number[]): void {
  if (words.length !== publication.pages) throw mismatch('the length of wordsPerPage', 'pages');
  if (wordsDigest(words) !== publication.wordsDigest) throw mismatch('wordsPerPage', 'wordsDigest');
}

function mismatch(what: string, field: string): CodedError {
  return new CodedError(
    'ERR_PUBLICATION_MISMATCH',
    `${what} does not match ${field} of the publication; publish the file again`,
  );
}
