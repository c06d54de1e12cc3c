import { createHash } from 'node:crypto';
import { encodeBencode } from '../bencode/encode.ts';

/** The canonical form of the number of words on each page, in page order: a bencoded list of integers. */
export function encodeWords(wordsPerPage: readonly number[]): Uint8Array {
  return encodeBencode(wordsPerPage);
}

/** SHA-256 of the canonical words-per-page list, hexadecimal: `Publication.wordsDigest`. */
export function wordsDigest(wordsPerPage: readonly number[]): string {
  return createHash('sha256').update(encodeWords(wordsPerPage)).digest('hex');
}
