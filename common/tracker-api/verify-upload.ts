import { createHash } from 'node:crypto';
import { type BencodeDictionary, decodeBencode } from '../bencode/decode.ts';
import { asBytes, asCount, asDictionary, asText } from '../bencode/fields.ts';
import { CodedError } from '../errors.ts';
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
 * Checks that `upload` is what its publisher signed: the signature, that `info` has the info hash, the size and
 * pieces that add up to it, and the digests of map and words.
 *
 * @throws {CodedError} ERR_PUBLICATION_FORGED, ERR_PUBLICATION_MISMATCH
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
  if (createHash('sha1').update(bytes).digest('hex') !== publication.infoHash)
    throw mismatch('info', 'infoHash');
  const info = asDictionary(decodeBencode(bytes));
  if (info === undefined) throw mismatch('info', 'a dictionary');
  if (asCount(info.get('length')) !== publication.size) throw mismatch('the length in info', 'size');
  if (!asText(info.get('name'))) throw mismatch('info', 'a dictionary with a name');
  checkPieces(info, publication.size);
}

function checkPieces(info: BencodeDictionary, size: number): void {
  const pieceLength = asCount(info.get('piece length')) ?? 0;
  const pieces = asBytes(info.get('pieces'))?.length ?? -1;
  if (pieceLength === 0 || pieces !== 20 * Math.ceil(size / pieceLength))
    throw mismatch('pieces in info', 'size');
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
