import { checkedInteger, JsonFields } from './json-fields.ts';
import { LIMITS } from './limits.ts';
import type { Publication, PublicationUpload, Withdrawal } from './publication.ts';

/**
 * The publication that a JSON value describes; signature and digests are not checked here (`verifyUpload` does).
 *
 * @throws {CodedError} ERR_TRACKER_API_MALFORMED
 */
export function decodePublication(value: unknown, where = 'publication'): Publication {
  const fields = new JsonFields(value, where);
  return {
    version: fields.version(),
    sha256: fields.hex('sha256', 64),
    md5: fields.hex('md5', 32),
    infoHash: fields.hex('infoHash', 40),
    size: fields.integer('size', Number.MAX_SAFE_INTEGER, 1),
    name: decodeName(fields, 'name'),
    title: fields.text('title', LIMITS.textBytes),
    author: fields.text('author', LIMITS.textBytes),
    subject: fields.text('subject', LIMITS.textBytes),
    keywords: fields.text('keywords', LIMITS.textBytes),
    pages: fields.integer('pages', LIMITS.pages),
    mapDigest: fields.hexOrEmpty('mapDigest', 64),
    mapBytes: fields.integer('mapBytes', MAX_MAP_BYTES),
    wordsDigest: fields.hexOrEmpty('wordsDigest', 64),
    publisher: fields.hex('publisher', 64),
    sequence: fields.integer('sequence', Number.MAX_SAFE_INTEGER),
    signature: fields.hex('signature', 128),
  };
}

/** The upload that a JSON value describes, unverified. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeUpload(value: unknown, where = 'upload'): PublicationUpload {
  const fields = new JsonFields(value, where);
  const map = fields.has('map') ? fields.base64('map', LIMITS.inlineMapBytes) : undefined;
  const wordsPerPage = fields.has('wordsPerPage') ? decodeWords(fields) : undefined;
  return {
    publication: decodePublication(fields.value('publication'), fields.path('publication')),
    info: fields.base64('info', LIMITS.infoBytes),
    ...(map !== undefined && { map }),
    ...(wordsPerPage && { wordsPerPage }),
  };
}

/** The withdrawal that a JSON value describes, unverified. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeWithdrawal(value: unknown): Withdrawal {
  const fields = new JsonFields(value, 'withdrawal');
  return {
    version: fields.version(),
    withdraw: fields.hex('withdraw', 64),
    publisher: fields.hex('publisher', 64),
    sequence: fields.integer('sequence', Number.MAX_SAFE_INTEGER),
    signature: fields.hex('signature', 128),
  };
}

/** Words on each page of a document. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeWords(fields: JsonFields): number[] {
  return fields.list('wordsPerPage', LIMITS.pages, (words, where) =>
    checkedInteger(words, where, LIMITS.wordsOnPage),
  );
}

/** A file name without a folder. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeName(fields: JsonFields, name: string): string {
  const text = fields.text(name, LIMITS.nameBytes);
  if (text === '' || text === '.' || text === '..' || /[/\\]/.test(text))
    throw fields.wrong(name, 'is no file name');
  return text;
}

/** 200,000 pages with their groups need far less; a larger one is no map of ours */
const MAX_MAP_BYTES = 256 * 1024 * 1024;
