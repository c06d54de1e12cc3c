import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { encodeBencode } from '../bencode/encode.ts';
import { formatHex, parseHex } from '../bytes.ts';
import type { Publication, Withdrawal } from './publication.ts';

/** A publication before it has a publisher and a signature. */
export type UnsignedPublication = Omit<Publication, 'publisher' | 'signature'>;

/** A withdrawal before it has a publisher and a signature. */
export type UnsignedWithdrawal = Omit<Withdrawal, 'publisher' | 'signature'>;

/**
 * The name of a publisher: the Ed25519 public key of the private key `key`, 32 bytes in hexadecimal.
 *
 * @see RFC 8037, 2 (the parameter `x`)
 */
export function publisherOf(key: KeyObject): string {
  return formatHex(Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url'));
}

/** `fields` with publisher and signature, by the private Ed25519 key `key`. */
export function signPublication(fields: UnsignedPublication, key: KeyObject): Publication {
  const statement = { ...fields, publisher: publisherOf(key) };
  return { ...statement, signature: formatHex(sign(null, signingBytes(statement), key)) };
}

/** `fields` with publisher and signature, by the private Ed25519 key `key`. */
export function signWithdrawal(fields: UnsignedWithdrawal, key: KeyObject): Withdrawal {
  const statement = { ...fields, publisher: publisherOf(key) };
  return { ...statement, signature: formatHex(sign(null, signingBytes(statement), key)) };
}

/** Whether the publisher it names has signed every field of `publication`. */
export function verifyPublication(publication: Publication): boolean {
  return isSigned(signingBytes(publication), publication);
}

/** Whether the publisher it names has signed every field of `withdrawal`. */
export function verifyWithdrawal(withdrawal: Withdrawal): boolean {
  return isSigned(signingBytes(withdrawal), withdrawal);
}

/**
 * The bytes that a signature covers: the canonical bencoding of the dictionary of all fields but `signature`.
 * Texts are UTF-8, digests and keys the hexadecimal text of the JSON. No field of a withdrawal is called as a
 * publication's `sha256` is, so that one can never pass for the other.
 *
 * @see docs/protocol/tracker-api.md, "Signatures"
 */
export function signingBytes(statement: Unsigned<Publication> | Unsigned<Withdrawal>): Uint8Array {
  // a statement that is signed anew may still carry its old signature
  return encodeBencode({ ...statement, signature: undefined });
}

type Unsigned<Statement> = Omit<Statement, 'signature'>;

function isSigned(bytes: Uint8Array, { publisher, signature }: Publication | Withdrawal): boolean {
  const x = parseHex(publisher);
  const digits = parseHex(signature);
  if (x?.length !== 32 || digits?.length !== 64) return false;
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(x).toString('base64url') };
    return verify(null, bytes, createPublicKey({ key: jwk, format: 'jwk' }), digits);
  } catch {
    return false; // 32 bytes that are no point of the curve
  }
}
