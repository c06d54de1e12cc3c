import { readFile, stat } from 'node:fs/promises';
import { parseHex } from '../../common/bytes.ts';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import { type Md5, parseSha256, type Sha256 } from '../../common/ids.ts';
import { decodeInfo, type Info } from '../../common/metainfo/info.ts';
import { looksLikeMagnet, parseMagnet } from '../../common/metainfo/magnet.ts';
import { decodeMetainfo, encodeMetainfo } from '../../common/metainfo/metainfo.ts';
import type { VerifiedUpload } from '../../common/tracker-api/verify-upload.ts';
import type { Abortable } from '../operations/operations.ts';

/** A document that was named, and how it can be told when it is right. */
export interface Wanted {
  readonly info: Info;
  /** the bytes of the info dictionary */
  readonly infoBytes: Uint8Array;
  /** unknown for other people's torrents */
  readonly sha256?: Sha256;
  readonly md5?: Md5;
  /** 0 where the number is not known */
  readonly pages: number;
  /** the page map as the publication, or the `.torrent`, names it; so it can be trusted */
  readonly map?: { readonly digest: Uint8Array; readonly size: number; readonly blob?: Uint8Array };
  /** announce URLs that a `.torrent` or magnet brought along */
  readonly trackers: readonly string[];
  /** the signed publication, where it came from a tracker */
  readonly upload?: VerifiedUpload;
}

/** What identifying needs of a search. */
export interface Finder {
  find(document: string, options: Abortable): Promise<{ readonly sha256: Sha256 }>;
  upload(id: Sha256, options: Abortable): Promise<VerifiedUpload>;
}

/** Larger files are no `.torrent`, bytes. */
const MAX_TORRENT = 10 * 1024 * 1024;

/**
 * The document that `text` means: a `.torrent` file, a magnet link, or anything that `Search.find` understands.
 *
 * @param text     an absolute path ending in `.torrent`, or no path
 * @param searchIn a search over the node's trackers and `more`
 * @throws {CodedError} ERR_SEARCH_NOT_FOUND, ERR_SEARCH_TORRENT_UNREADABLE, ERR_SEARCH_MULTI_FILE, ERR_MAGNET_*,
 *   ERR_METAINFO_*, and what `Search.find` throws
 */
export async function identify(
  text: string,
  searchIn: (more: readonly string[]) => Finder,
  options: Abortable,
): Promise<Wanted> {
  if (/\.torrent$/i.test(text) && !looksLikeMagnet(text)) return wantedByTorrent(await readTorrent(text));
  if (!looksLikeMagnet(text)) return wantedByName(text, searchIn([]), [], options);
  const magnet = parseMagnet(text);
  return wantedByName(magnet.infoHash, searchIn(magnet.trackers), magnet.trackers, options);
}

async function readTorrent(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_TORRENT) throw new Error(`${size} bytes are too many for a .torrent`);
    return await readFile(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') {
      throw new CodedError('ERR_SEARCH_NOT_FOUND', `there is no file '${path}'`, { cause });
    }
    throw new CodedError('ERR_SEARCH_TORRENT_UNREADABLE', `cannot read ${path}: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/**
 * The document that a `.torrent` describes.
 *
 * @throws {CodedError} ERR_SEARCH_MULTI_FILE, ERR_METAINFO_*
 */
export function wantedByTorrent(bytes: Uint8Array): Wanted {
  const { info, infoBytes, trackers, pageswarm } = decodeMetainfo(bytes);
  if (info.multiFile) {
    const message = `'${info.name}' is a folder of ${info.files.length} files: ask for a .torrent of a single file`;
    throw new CodedError('ERR_SEARCH_MULTI_FILE', message);
  }
  return {
    info,
    infoBytes,
    ...(pageswarm === undefined ? {} : { sha256: pageswarm.sha256 }),
    ...(info.md5 === undefined ? {} : { md5: info.md5 }),
    pages: pageswarm?.pages ?? 0,
    ...(pageswarm?.map === undefined ? {} : { map: pageswarm.map }),
    trackers: trackers.flat(),
  };
}

async function wantedByName(
  text: string,
  search: Finder,
  trackers: readonly string[],
  options: Abortable,
): Promise<Wanted> {
  const { sha256 } = await search.find(text, options);
  const upload = await search.upload(sha256, options);
  return { ...wantedByUpload(upload), trackers };
}

/** The document that a verified publication describes. */
export function wantedByUpload(upload: VerifiedUpload): Wanted {
  const { publication, info, map } = upload;
  const digest = parseHex(publication.mapDigest);
  const hasMap = digest !== undefined && digest.length === 32 && publication.mapBytes > 0;
  return {
    info: decodeInfo(info),
    infoBytes: info,
    sha256: parseSha256(publication.sha256),
    md5: publication.md5,
    pages: publication.pages,
    ...(hasMap
      ? { map: { digest, size: publication.mapBytes, ...(map === undefined ? {} : { blob: map }) } }
      : {}),
    trackers: [],
    upload,
  };
}

/**
 * The `.torrent` of a document: its info dictionary as it came, the trackers by which it can be found in one tier (any
 * of them will do), and what we add beside it.
 *
 * @param trackers announce URLs
 */
export function torrentOfWanted(wanted: Wanted, trackers: readonly string[]): Uint8Array {
  const { infoBytes, sha256, pages, map } = wanted;
  return encodeMetainfo({
    infoBytes,
    trackers: [[...new Set([...trackers, ...wanted.trackers])]],
    ...(sha256 === undefined ? {} : { pageswarm: { sha256, pages, ...(map === undefined ? {} : { map }) } }),
  });
}
