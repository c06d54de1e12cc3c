import { createPrivateKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatHex } from '../../../../common/bytes.ts';
import { hostIdOf } from '../../../../common/tracker-api/host-id.ts';
import type {
  Publication,
  PublicationUpload,
  Withdrawal,
} from '../../../../common/tracker-api/publication.ts';
import {
  publisherOf,
  signingBytes,
  signPublication,
  signWithdrawal,
  verifyPublication,
  verifyWithdrawal,
} from '../../../../common/tracker-api/signature.ts';
import { verifyUpload } from '../../../../common/tracker-api/verify-upload.ts';
import { encodeWords, wordsDigest } from '../../../../common/tracker-api/words.ts';
import { aKey, anUpload, aWithdrawal } from '../../../support/publications.ts';
import { readVectors, thrownCode } from '../../../support/vectors.ts';

interface Vectors {
  readonly seed: string;
  readonly publicKey: string;
  readonly words: {
    readonly wordsPerPage: readonly number[];
    readonly encoded: string;
    readonly digest: string;
  };
  readonly upload: PublicationUpload;
  readonly publicationSigningBytes: string;
  readonly withdrawal: Withdrawal;
  readonly withdrawalSigningBytes: string;
  readonly host: { readonly secret: string; readonly hostId: string };
}

const vectors = readVectors<Vectors>('publication');
// RFC 8410: a PKCS 8 private key is this prefix and the 32 bytes of the seed
const key = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${vectors.seed}`, 'hex'),
  format: 'der',
  type: 'pkcs8',
});
const { publication } = vectors.upload;

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

describe('signPublication', () => {
  test('signs the vector as docs/protocol/tracker-api.md says', () => {
    expect(publisherOf(key)).toBe(vectors.publicKey);
    expect(text(signingBytes(publication))).toBe(vectors.publicationSigningBytes);
    expect(signPublication(publication, key)).toEqual(publication);
  });
});

describe('signWithdrawal', () => {
  test('signs the vector as docs/protocol/tracker-api.md says', () => {
    expect(text(signingBytes(vectors.withdrawal))).toBe(vectors.withdrawalSigningBytes);
    expect(signWithdrawal(vectors.withdrawal, key)).toEqual(vectors.withdrawal);
    expect(verifyWithdrawal(vectors.withdrawal)).toBe(true);
    expect(verifyWithdrawal({ ...vectors.withdrawal, sequence: vectors.withdrawal.sequence + 1 })).toBe(
      false,
    );
  });
});

describe('verifyPublication', () => {
  test('accepts what was signed and nothing else', () => {
    expect(verifyPublication(publication)).toBe(true);
    const fields = Object.keys(publication) as (keyof Publication)[];
    fc.assert(
      fc.property(fc.constantFrom(...fields), (name) => {
        const value = publication[name];
        const other = typeof value === 'number' ? value + 1 : flipped(value);
        expect(verifyPublication({ ...publication, [name]: other })).toBe(false);
      }),
    );
  });

  test('refuses keys and signatures that are none', () => {
    for (const publisher of ['', 'zz', 'f'.repeat(64), '0'.repeat(62)]) {
      expect(verifyPublication({ ...publication, publisher })).toBe(false);
    }
    expect(verifyPublication({ ...publication, signature: '' })).toBe(false);
  });

  test('does not take a withdrawal for a publication', () => {
    const upload = anUpload({ key });
    const mixed = { ...upload.publication, ...aWithdrawal(upload, key) };
    expect(verifyPublication(mixed as unknown as Publication)).toBe(false);
  });
});

/** Another text of the same length: the last character changed. */
function flipped(value: string): string {
  return value === '' ? 'x' : value.slice(0, -1) + (value.endsWith('0') ? '1' : '0');
}

describe('wordsDigest', () => {
  test('is the SHA-256 of a bencoded list of integers', () => {
    const { wordsPerPage, encoded, digest } = vectors.words;
    expect([text(encodeWords(wordsPerPage)), wordsDigest(wordsPerPage)]).toEqual([encoded, digest]);
  });
});

describe('hostIdOf', () => {
  test('gives the id of the vector', () => {
    expect(hostIdOf(vectors.host.secret)).toBe(vectors.host.hostId);
  });
});

describe('verifyUpload', () => {
  test('gives the bytes of what was uploaded', () => {
    const verified = verifyUpload(vectors.upload);
    expect(Buffer.from(verified.info).toString('base64')).toBe(vectors.upload.info);
    expect(formatHex(verified.map ?? new Uint8Array())).toBe('00016d6170');
  });

  test('refuses what was signed but does not fit together', () => {
    const refusals = [
      anUpload({ map: Buffer.from('map'), mapBytes: 4 }),
      anUpload({ pages: 7 }),
      anUpload({ mapDigest: 'a'.repeat(64), map: Buffer.from('map') }),
    ];
    expect(refusals.map((upload) => thrownCode(() => verifyUpload(upload)))).toEqual(
      refusals.map(() => 'ERR_PUBLICATION_MISMATCH'),
    );
    const [one, two] = [anUpload(), anUpload({ content: 'different' })];
    const swapped = { ...one, publication: signPublication({ ...one.publication, size: 3 }, aKey()) };
    expect(thrownCode(() => verifyUpload(swapped))).toBe('ERR_PUBLICATION_MISMATCH');
    expect(thrownCode(() => verifyUpload({ ...one, info: two.info }))).toBe('ERR_PUBLICATION_MISMATCH');
  });
});
