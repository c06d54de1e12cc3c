import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { parseMd5, parseSha256 } from '../../common/ids.ts';
import { encodeInfo, infoHashOf } from '../../common/metainfo/info.ts';
import type { PublicationUpload, Withdrawal } from '../../common/tracker-api/publication.ts';
import {
  signPublication,
  signWithdrawal,
  type UnsignedPublication,
} from '../../common/tracker-api/signature.ts';
import { wordsDigest } from '../../common/tracker-api/words.ts';

/** What differs from an ordinary upload. */
export interface UploadWishes extends Partial<Omit<UnsignedPublication, 'infoHash' | 'wordsDigest'>> {
  /** bytes of the document: its identity */
  readonly content?: string;
  readonly key?: KeyObject;
  readonly map?: Uint8Array;
  readonly wordsPerPage?: readonly number[];
}

/** A new publisher's private key. */
export function aKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

/** A correct upload of a small invented document. */
export function anUpload(wishes: UploadWishes = {}): PublicationUpload {
  const { content = 'a document', key = aKey(), map, wordsPerPage = [3, 0, 5], ...fields } = wishes;
  const bytes = Buffer.from(content);
  const name = fields.name ?? 'document.pdf';
  const size = fields.size ?? bytes.length;
  const pieces = createHash('sha1').update(bytes).digest();
  const info = encodeInfo({ name, length: size, pieceLength: 16_384, pieces });
  const unsigned: UnsignedPublication = {
    version: 1,
    sha256: parseSha256(digest('sha256', bytes)),
    md5: parseMd5(digest('md5', bytes)),
    infoHash: infoHashOf(info),
    size,
    name,
    title: '',
    author: '',
    subject: '',
    keywords: '',
    pages: wordsPerPage.length,
    mapDigest: map ? digest('sha256', map) : '',
    mapBytes: map?.length ?? 0,
    wordsDigest: wordsDigest(wordsPerPage),
    sequence: 1,
    ...fields,
  };
  return {
    publication: signPublication(unsigned, key),
    info: Buffer.from(info).toString('base64'),
    ...(map && { map: Buffer.from(map).toString('base64') }),
    wordsPerPage,
  };
}

/** A correct withdrawal of what `upload` published. */
export function aWithdrawal({ publication }: PublicationUpload, key: KeyObject, sequence = 2): Withdrawal {
  return signWithdrawal({ version: 1, withdraw: publication.sha256, sequence }, key);
}

function digest(algorithm: string, bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex');
}
