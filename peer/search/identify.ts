import { readFile, stat } from 'node:fs/promises';
import { parseHex } from '../../common/bytes.ts';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import { type InfoHash, type Md5, parseInfoHash, parseSha256, type Sha256 } from '../../common/ids.ts';
import { decodeInfo, type Info } from '../../common/metainfo/info.ts';
import { looksLikeMagnet, type Magnet, parseMagnet } from '../../common/metainfo/magnet.ts';
import { decodeMetainfo, encodeMetainfo } from '../../common/metainfo/metainfo.ts';
import type { TrackerTiers } from '../../common/metainfo/tracker-tiers.ts';
import type { Holder } from '../../common/tracker-api/publication.ts';
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
  /** announce URLs that a `.torrent` or magnet brought along; each one of a magnet is a tier of its own */
  readonly trackers: TrackerTiers;
  /** `ip:port` of some who may hold it, as a magnet names them */
  readonly peers?: readonly string[];
  /** the signed publication, where it came from a tracker */
  readonly upload?: VerifiedUpload;
}

/** What identifying needs of a search. */
export interface Finder {
  find(document: string, options: Abortable): Promise<{ readonly sha256: Sha256 }>;
  upload(id: Sha256, options: Abortable): Promise<VerifiedUpload>;
  holdersOf(infoHash: InfoHash, options: Abortable): Promise<readonly Holder[]>;
}

/** How long it may take, and what helps where no tracker has the publication. */
export interface Identifying extends Abortable {
  /**
   * The info dictionary that `infoHash` names, from those at `addresses` or from what is kept here; its hash was
   * checked. `undefined` when there is nobody to ask.
   */
  infoFrom?(
    infoHash: InfoHash,
    addresses: readonly string[],
    options: Abortable,
  ): Promise<Uint8Array | undefined>;
}

/** Larger files are no `.torrent`, bytes. */
const MAX_TORRENT = 10 * 1024 * 1024;

/**
 * The document that `text` means: a `.torrent` file, a magnet link, or anything that `Search.find` understands. An info
 * hash that no tracker of ours has a publication of is asked of the peers that hold it.
 *
 * @param text     an absolute path ending in `.torrent`, or no path
 * @param searchIn a search over the node's trackers and `more`
 * @throws {CodedError} ERR_SEARCH_NOT_FOUND, ERR_SEARCH_TORRENT_UNREADABLE, ERR_MAGNET_*,
 *   ERR_METAINFO_*, ERR_METADATA_NOT_FOUND, and what `Search.find` throws
 */
export async function identify(
  text: string,
  searchIn: (more: readonly string[]) => Finder,
  options: Identifying,
): Promise<Wanted> {
  if (/\.torrent$/i.test(text) && !looksLikeMagnet(text)) return wantedByTorrent(await readTorrent(text));
  if (!looksLikeMagnet(text)) {
    const search = searchIn([]);
    if (!/^[0-9a-f]{40}$/i.test(text)) return wantedByName(text, search, [], options);
    return wantedByMagnet(
      { infoHash: parseInfoHash(text.toLowerCase()), trackers: [] },
      text,
      search,
      options,
    );
  }
  const magnet = parseMagnet(text);
  return wantedByMagnet(magnet, magnet.infoHash, searchIn(magnet.trackers), options);
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
 * @throws {CodedError} ERR_METAINFO_*
 */
export function wantedByTorrent(bytes: Uint8Array): Wanted {
  const { info, infoBytes, trackers, pageswarm } = decodeMetainfo(bytes);
  return {
    info,
    infoBytes,
    ...(pageswarm === undefined ? {} : { sha256: pageswarm.sha256 }),
    ...(info.md5 === undefined ? {} : { md5: info.md5 }),
    pages: pageswarm?.pages ?? 0,
    ...(pageswarm?.map === undefined ? {} : { map: pageswarm.map }),
    trackers,
  };
}

/** @param text what people asked for: the info hash, or a name that looks like one */
async function wantedByMagnet(
  { infoHash, trackers: named, peers = [] }: Magnet,
  text: string,
  search: Finder,
  options: Identifying,
): Promise<Wanted> {
  const trackers = named.map((url) => [url]);
  try {
    const wanted = await wantedByName(text, search, trackers, options);
    return peers.length === 0 ? wanted : { ...wanted, peers };
  } catch (error) {
    options.signal.throwIfAborted();
    if (!/^ERR_(SEARCH_NOT_FOUND|TRACKER_)/.test(codeOf(error) ?? '')) throw error;
    const holders = await search.holdersOf(infoHash, options).catch(() => []);
    const addresses = [...peers, ...holders.flatMap((holder) => holder.addresses)];
    const infoBytes = await options.infoFrom?.(infoHash, addresses, { signal: options.signal });
    if (infoBytes === undefined) throw error;
    return wantedByInfo(infoBytes, trackers, addresses);
  }
}

/** What an info dictionary alone says of a document. */
function wantedByInfo(infoBytes: Uint8Array, trackers: TrackerTiers, peers: readonly string[]): Wanted {
  const info = decodeInfo(infoBytes);
  const { md5 } = info;
  const hints = info.private ? {} : { peers }; // those of a private one come from its trackers alone
  return { info, infoBytes, ...(md5 !== undefined && { md5 }), pages: 0, trackers, ...hints };
}

async function wantedByName(
  text: string,
  search: Finder,
  trackers: TrackerTiers,
  options: Abortable,
): Promise<Wanted> {
  return { ...wantedByUpload(await uploadBy(text, search, options)), trackers };
}

/** A whole SHA-256 is asked for at once; it need not be looked up first, unless it is a name. */
async function uploadBy(text: string, search: Finder, options: Abortable): Promise<VerifiedUpload> {
  if (/^[0-9a-f]{64}$/i.test(text)) {
    const known = await search.upload(parseSha256(text.toLowerCase()), options).catch((error: unknown) => {
      if (codeOf(error) === 'ERR_SEARCH_NOT_FOUND') return undefined;
      throw error;
    });
    if (known !== undefined) return known;
  }
  const { sha256 } = await search.find(text, options);
  return await search.upload(sha256, options);
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
 * The `.torrent` of a document: its info dictionary as it came, the trackers that came with it as they were, then in one tier
 * ours (any of them will do), and what we add beside it.
 *
 * @param trackers announce URLs of ours; of a private document its own alone count, where it has any (BEP 27)
 */
export function torrentOfWanted(wanted: Wanted, trackers: readonly string[]): Uint8Array {
  const { infoBytes, sha256, pages, map } = wanted;
  const own = wanted.info.private && wanted.trackers.length > 0;
  const came = new Set(wanted.trackers.flat());
  const ours = [...new Set(trackers)].filter((url) => !came.has(url));
  return encodeMetainfo({
    infoBytes,
    trackers: own || ours.length === 0 ? wanted.trackers : [...wanted.trackers, ours],
    ...(sha256 === undefined ? {} : { pageswarm: { sha256, pages, ...(map === undefined ? {} : { map }) } }),
  });
}

/**
 * Who may hold something of `wanted`: those whom trackers list, and those whom a magnet names. Where a magnet names some,
 * silent trackers are no obstacle.
 *
 * @throws {CodedError} ERR_TRACKER_UNREACHABLE
 */
export async function holdersOf(
  search: Pick<Finder, 'holdersOf'>,
  { info, peers = [] }: Pick<Wanted, 'info' | 'peers'>,
  signal: AbortSignal,
): Promise<readonly Holder[]> {
  if (peers.length === 0) return search.holdersOf(info.infoHash, { signal });
  const listed = await search.holdersOf(info.infoHash, { signal }).catch(() => []);
  signal.throwIfAborted();
  const known = new Set(listed.flatMap(({ addresses }) => addresses));
  const named = peers.filter((address) => !known.has(address));
  return [...listed, ...named.map(hintedHolder)];
}

/** Somebody at `address` who may hold something: it is known when it is asked. */
export function hintedHolder(address: string): Holder {
  return { client: 'standard', addresses: [address], complete: false, heldPercent: 0, ageMs: 0 };
}
