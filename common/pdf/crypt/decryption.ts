import { createHash } from 'node:crypto';
import type { PdfDict } from '../value.ts';
import { decryptAes } from './aes.ts';
import { emptyPasswordKey, standardHandler } from './file-key.ts';
import { rc4 } from './rc4.ts';

/** How a crypt filter treats its bytes. @see ISO 32000-1 table 25 */
type Method = 'Identity' | 'V2' | 'AESV2' | 'AESV3' | 'unknown';

/** Object whose number and generation the key depends on. */
interface ObjectId {
  readonly number: number;
  readonly generation: number;
}

/** Decrypts the strings and stream objects of a document that opens without a password. */
export interface Decryption {
  /** whether metadata streams are encrypted, too */
  readonly encryptMetadata: boolean;
  string(bytes: Uint8Array, id: ObjectId): Uint8Array;
  /**
   * @param cryptFilter name that a Crypt filter gives; else the document's default for stream objects holds
   * @returns `undefined` for a crypt filter that is not known
   */
  stream(bytes: Uint8Array, id: ObjectId, cryptFilter?: string): Uint8Array | undefined;
}

/** Only attachments are encrypted, and those need a password. */
const ATTACHMENTS_ONLY: Decryption = {
  encryptMetadata: false,
  string: (bytes) => bytes,
  stream: (bytes, _id, cryptFilter) =>
    cryptFilter === undefined || cryptFilter === 'Identity' ? bytes : undefined,
};
/** AES keys are salted with this. @see ISO 32000-1 7.6.2, algorithm 1 */
const AES_SALT = Buffer.from('sAlT', 'latin1');

/**
 * What decrypts a document whose encryption dictionary is `encrypt`; or why that cannot be done, for people.
 *
 * @param firstId first string of the trailer's /ID
 */
export function createDecryption(encrypt: PdfDict, firstId: Uint8Array): Decryption | string {
  const handler = standardHandler(encrypt);
  if (handler === undefined) return 'it is encrypted in a way that is not known here';
  const key = emptyPasswordKey(handler, firstId);
  const methodOf = (filter: string): Method => cryptMethod(encrypt, handler.version, filter);
  const defaults = { stream: nameIn(encrypt, 'StmF'), string: nameIn(encrypt, 'StrF') };
  if (key === undefined) {
    const isOpen = methodOf(defaults.stream) === 'Identity' && methodOf(defaults.string) === 'Identity';
    return isOpen ? ATTACHMENTS_ONLY : 'it needs a password';
  }
  return {
    encryptMetadata: handler.encryptMetadata,
    string: (bytes, id) => decrypt(methodOf(defaults.string), key, bytes, id) ?? bytes,
    stream: (bytes, id, cryptFilter) => decrypt(methodOf(cryptFilter ?? defaults.stream), key, bytes, id),
  };
}

function cryptMethod(encrypt: PdfDict, version: number, filter: string): Method {
  if (version < 4) return 'V2';
  if (filter === 'Identity') return 'Identity';
  const filters = encrypt.get('CF');
  const entry = filters instanceof Map ? filters.get(filter) : undefined;
  const method = entry instanceof Map ? entry.get('CFM') : undefined;
  if (method === 'None') return 'Identity';
  return method === 'V2' || method === 'AESV2' || method === 'AESV3' ? method : 'unknown';
}

function nameIn(dict: PdfDict, key: string): string {
  const value = dict.get(key);
  return typeof value === 'string' ? value : 'Identity';
}

function decrypt(method: Method, key: Uint8Array, bytes: Uint8Array, id: ObjectId): Uint8Array | undefined {
  switch (method) {
    case 'Identity':
      return bytes;
    case 'V2':
      return rc4(objectKey(key, id, new Uint8Array(0)), bytes);
    case 'AESV2':
      return decryptAes(objectKey(key, id, AES_SALT), bytes);
    case 'AESV3':
      return key.length === 32 ? decryptAes(key, bytes) : undefined;
    default:
      return undefined;
  }
}

/** @see ISO 32000-1 7.6.2, algorithm 1 */
function objectKey(key: Uint8Array, { number, generation }: ObjectId, salt: Uint8Array): Uint8Array {
  const id = Uint8Array.of(number, number >> 8, number >> 16, generation, generation >> 8);
  const digest = createHash('md5').update(key).update(id).update(salt).digest();
  return digest.subarray(0, Math.min(16, key.length + 5));
}
