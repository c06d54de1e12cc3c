import { createHash } from 'node:crypto';
import { equalBytes } from '../../bytes.ts';
import { type PdfDict, PdfString, type PdfValue } from '../value.ts';
import { cbcDecrypt, cbcEncrypt } from './aes.ts';
import { rc4 } from './rc4.ts';

/** Fills up passwords to 32 bytes; the whole of an empty one. @see ISO 32000-1 7.6.3.3, algorithm 2 */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const NO_PASSWORD = new Uint8Array(0);

/** What the standard security handler's dictionary says, numbers checked. */
export interface StandardHandler {
  readonly version: number;
  readonly revision: number;
  /** bytes of the key, versions 1 to 4 */
  readonly keyBytes: number;
  readonly owner: Uint8Array;
  readonly user: Uint8Array;
  readonly userKey: Uint8Array;
  readonly permissions: number;
  readonly encryptMetadata: boolean;
}

/** Reads an encryption dictionary; `undefined` if it is not the standard handler's or makes no sense. */
export function standardHandler(dict: PdfDict): StandardHandler | undefined {
  const version = numberIn(dict, 'V', 0);
  const revision = numberIn(dict, 'R', 0);
  const bits = version === 4 ? 128 : version === 1 ? 40 : numberIn(dict, 'Length', 40);
  const isKnown = [1, 2, 4, 5].includes(version) && revision >= 2 && revision <= 6;
  if (dict.get('Filter') !== 'Standard' || !isKnown) return undefined;
  return {
    version,
    revision,
    keyBytes: Math.min(16, Math.max(5, bits >> 3)),
    owner: bytesOf(dict.get('O')),
    user: bytesOf(dict.get('U')),
    userKey: bytesOf(dict.get('UE')),
    permissions: numberIn(dict, 'P', 0),
    encryptMetadata: dict.get('EncryptMetadata') !== false,
  };
}

/** The key of a file that opens without a password; `undefined` if it needs one. */
export function emptyPasswordKey(handler: StandardHandler, firstId: Uint8Array): Uint8Array | undefined {
  return handler.revision >= 5 ? keyOfRevision5(handler) : keyOfRevision2(handler, firstId);
}

/** Revisions 2 to 4. @see ISO 32000-1 7.6.3.3 and 7.6.3.4, algorithms 2, 4, 5 and 6 */
function keyOfRevision2(handler: StandardHandler, firstId: Uint8Array): Uint8Array | undefined {
  const permissions = new Uint8Array(new Int32Array([handler.permissions]).buffer);
  const metadata = handler.revision >= 4 && !handler.encryptMetadata ? [255, 255, 255, 255] : [];
  let key = hash(
    'md5',
    PADDING,
    handler.owner.subarray(0, 32),
    permissions,
    firstId,
    Uint8Array.from(metadata),
  );
  if (handler.revision >= 3) {
    for (let round = 0; round < 50; round++) key = hash('md5', key.subarray(0, handler.keyBytes));
  }
  key = key.subarray(0, handler.keyBytes);
  const length = handler.revision === 2 ? 32 : 16;
  const isRight = equalBytes(
    userValue(handler, key, firstId).subarray(0, length),
    handler.user.subarray(0, length),
  );
  return isRight ? key : undefined;
}

function userValue(handler: StandardHandler, key: Uint8Array, firstId: Uint8Array): Uint8Array {
  if (handler.revision === 2) return rc4(key, PADDING);
  let value: Uint8Array = hash('md5', PADDING, firstId);
  for (let round = 0; round < 20; round++) {
    value = rc4(
      key.map((byte) => byte ^ round),
      value,
    );
  }
  return value;
}

/** Revisions 5 and 6: validation salt and key salt follow the hash in /U. @see ISO 32000-2 7.6.4.3.3 */
function keyOfRevision5(handler: StandardHandler): Uint8Array | undefined {
  const { user, userKey } = handler;
  if (user.length < 48 || userKey.length < 32) return undefined;
  const digest = handler.revision === 5 ? (salt: Uint8Array) => hash('sha256', salt) : hardenedHash;
  if (!equalBytes(digest(user.subarray(32, 40)), user.subarray(0, 32))) return undefined;
  return cbcDecrypt(digest(user.subarray(40, 48)), new Uint8Array(16), userKey.subarray(0, 32));
}

/** The hash of revision 6 for an empty password. @see ISO 32000-2 7.6.4.3.4, algorithm 2.B */
function hardenedHash(salt: Uint8Array): Uint8Array {
  let key: Uint8Array = hash('sha256', NO_PASSWORD, salt);
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const block = Buffer.concat(Array.from({ length: 64 }, () => key));
    const encrypted = cbcEncrypt(key.subarray(0, 16), key.subarray(16, 32), block);
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = hash((['sha256', 'sha384', 'sha512'] as const)[remainder] ?? 'sha256', encrypted);
    last = encrypted.at(-1) ?? 0;
  }
  return key.subarray(0, 32);
}

function hash(
  algorithm: 'md5' | 'sha256' | 'sha384' | 'sha512',
  ...chunks: readonly Uint8Array[]
): Uint8Array {
  const digest = createHash(algorithm);
  for (const chunk of chunks) digest.update(chunk);
  return digest.digest();
}

function bytesOf(value: PdfValue | undefined): Uint8Array {
  return value instanceof PdfString ? value.bytes : NO_PASSWORD;
}

function numberIn(dict: PdfDict, key: string, otherwise: number): number {
  const value = dict.get(key);
  return typeof value === 'number' ? Math.trunc(value) : otherwise;
}
