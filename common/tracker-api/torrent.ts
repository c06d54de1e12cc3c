import { parseHex } from '../bytes.ts';
import { encodeMetainfo } from '../metainfo/metainfo.ts';
import type { PageswarmFields } from '../metainfo/pageswarm-fields.ts';
import type { VerifiedUpload } from './verify-upload.ts';

/**
 * The `.torrent` of a published document, for any client: the info dictionary as its publisher made it, the announce
 * URLs in one tier (any of them will do), and what clients of ours need beside it.
 *
 * @see BEP 3, BEP 12; docs/protocol/pdf-pages.md
 */
export function torrentOf(upload: VerifiedUpload, announceUrls: readonly string[]): Uint8Array {
  return encodeMetainfo({ infoBytes: upload.info, trackers: [announceUrls], pageswarm: fieldsOf(upload) });
}

function fieldsOf({ publication, map }: VerifiedUpload): PageswarmFields {
  const { sha256, pages, mapDigest, mapBytes } = publication;
  const digest = mapDigest === '' ? undefined : parseHex(mapDigest);
  return { sha256, pages, ...(digest && { map: { digest, size: mapBytes, ...(map && { blob: map }) } }) };
}
