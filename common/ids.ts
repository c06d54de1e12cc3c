import { CodedError } from './errors.ts';

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** SHA-256 of a document's bytes, 64 lower-case hexadecimal digits: what a document *is*. */
export type Sha256 = Branded<string, 'Sha256'>;
/** SHA-1 of the bencoded info dictionary, 40 lower-case hexadecimal digits. @see BEP 3 */
export type InfoHash = Branded<string, 'InfoHash'>;
/** MD5 of a document's bytes, 32 lower-case hexadecimal digits: a label, never a proof. */
export type Md5 = Branded<string, 'Md5'>;

function parseDigest(text: string, digits: number, what: string): string {
  const lower = text.toLowerCase();
  if (lower.length !== digits || !/^[0-9a-f]+$/.test(lower)) {
    throw new CodedError(
      'ERR_ID_NOT_A_DIGEST',
      `${what} has ${digits} hexadecimal digits, got '${text.slice(0, 80)}'`,
    );
  }
  return lower;
}

/** @throws {CodedError} ERR_ID_NOT_A_DIGEST */
export function parseSha256(text: string): Sha256 {
  return parseDigest(text, 64, 'a SHA-256') as Sha256;
}

/** @throws {CodedError} ERR_ID_NOT_A_DIGEST */
export function parseInfoHash(text: string): InfoHash {
  return parseDigest(text, 40, 'an info hash') as InfoHash;
}

/** @throws {CodedError} ERR_ID_NOT_A_DIGEST */
export function parseMd5(text: string): Md5 {
  return parseDigest(text, 32, 'an MD5') as Md5;
}
