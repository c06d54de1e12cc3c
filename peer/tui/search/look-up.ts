import { decodeMetainfo } from '../../../common/metainfo/metainfo.ts';
import type { DocumentSummary } from '../../../common/tracker-api/publication.ts';
import type { Abortable, Operations } from '../../operations/operations.ts';
import type { Entry } from './entry.ts';
import type { Found } from './found.ts';

/** What looking up needs of a node. */
export type Asked = Pick<Operations, 'search' | 'show' | 'torrent'>;

/**
 * The documents that `entry` means, the best first.
 *
 * @param published what the trackers list, by SHA-256: of what a `.torrent` names they know more than it says
 * @throws {CodedError} as `search`, `show` and `torrent` do
 */
export async function lookUp(
  operations: Asked,
  entry: Entry,
  published: ReadonlyMap<string, DocumentSummary>,
  options: Abortable,
): Promise<readonly Found[]> {
  switch (entry.kind) {
    case 'nothing':
      return [];
    case 'words':
      return operations.search(entry.words, options);
    case 'id':
      return [await lookUpHash(operations, entry.document, published, options)];
    default:
      return [await lookInto(operations, entry.document, published, options)];
  }
}

/** What the trackers know by this hash; an info hash that they do not know is asked of peers, as a magnet link is. */
async function lookUpHash(
  operations: Asked,
  hash: string,
  published: ReadonlyMap<string, DocumentSummary>,
  options: Abortable,
): Promise<Found> {
  try {
    return await operations.show(hash, options);
  } catch (error) {
    if (options.signal.aborted || hash.length !== INFO_HASH_DIGITS) throw error;
    return lookInto(operations, hash, published, options);
  }
}

const INFO_HASH_DIGITS = 40;

async function lookInto(
  operations: Asked,
  document: string,
  published: ReadonlyMap<string, DocumentSummary>,
  options: Abortable,
): Promise<Found> {
  const { bytes } = await operations.torrent(document, options);
  return foundIn(bytes, document, published);
}

function foundIn(bytes: Uint8Array, asked: string, published: ReadonlyMap<string, DocumentSummary>): Found {
  const { info, pageswarm } = decodeMetainfo(bytes);
  const listed = pageswarm === undefined ? undefined : published.get(pageswarm.sha256);
  return {
    sha256: pageswarm?.sha256 ?? '',
    infoHash: info.infoHash,
    md5: info.md5 ?? '',
    name: info.name,
    aliases: [],
    title: '',
    author: '',
    subject: '',
    keywords: '',
    pages: pageswarm?.pages ?? 0,
    size: info.length,
    holders: 0,
    publishedAt: 0,
    ...listed,
    asked,
  };
}
