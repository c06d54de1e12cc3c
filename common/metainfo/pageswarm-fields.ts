import { createHash } from 'node:crypto';
import type { BencodeDictionary } from '../bencode/decode.ts';
import type { BencodeInput } from '../bencode/encode.ts';
import { asBytes, asCount } from '../bencode/fields.ts';
import { equalBytes, formatHex, parseHex } from '../bytes.ts';
import { parseSha256, type Sha256 } from '../ids.ts';
import { malformedMetainfo } from './metainfo-error.ts';

/** A page map travels inside a `.torrent` only below this, bytes: larger ones come from any holder. */
export const MAX_INLINE_MAP = 64 * 1024;

const VERSION = 1;
const DIGEST = 32;

/** What a `.torrent` of ours says beside the info dictionary. @see docs/protocol/pdf-pages.md, "Metainfo" */
export interface PageswarmFields {
  readonly sha256: Sha256;
  /** 0 where the number is not known */
  readonly pages: number;
  /** the page map, for documents that have one */
  readonly map?: {
    /** SHA-256 of the blob, 32 bytes */
    readonly digest: Uint8Array;
    /** bytes of the blob */
    readonly size: number;
    /** the blob, when it is below {@link MAX_INLINE_MAP}; its digest was checked */
    readonly blob?: Uint8Array;
  };
}

/** As it is written; a blob that is too large for a `.torrent` is left out. */
export function pageswarmDictionary({ sha256, pages, map }: PageswarmFields): BencodeInput {
  return {
    map: map?.blob !== undefined && map.blob.length < MAX_INLINE_MAP ? map.blob : undefined,
    'map digest': map?.digest,
    'map size': map?.size,
    pages,
    sha256: parseHex(sha256),
    version: VERSION,
  };
}

/**
 * What the dictionary says; `undefined` for a version that we do not know, so that such a `.torrent` is still a
 * standard one.
 *
 * @throws {CodedError} ERR_METAINFO_MALFORMED if a version 1 dictionary contradicts itself
 */
export function decodePageswarmFields(fields: BencodeDictionary): PageswarmFields | undefined {
  if (fields.get('version') !== VERSION) return undefined;
  const sha256 = asBytes(fields.get('sha256'));
  const pages = asCount(fields.get('pages'));
  if (sha256?.length !== DIGEST || pages === undefined)
    throw malformedMetainfo('pageswarm without sha256 or pages');
  const map = decodeMap(fields);
  return { sha256: parseSha256(formatHex(sha256)), pages, ...(map && { map }) };
}

function decodeMap(fields: BencodeDictionary): PageswarmFields['map'] {
  if (!fields.has('map digest')) return undefined;
  const digest = asBytes(fields.get('map digest'));
  const size = asCount(fields.get('map size'));
  if (digest?.length !== DIGEST || size === undefined)
    throw malformedMetainfo('a page map without digest or size');

  const blob = asBytes(fields.get('map'));
  if (blob === undefined) return { digest, size };
  if (blob.length !== size || !equalBytes(createHash('sha256').update(blob).digest(), digest)) {
    throw malformedMetainfo('a page map that does not match its digest');
  }
  return { digest, size, blob };
}
