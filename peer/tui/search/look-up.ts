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
      return [await operations.show(entry.document, options)];
    default: {
      const { bytes } = await operations.torrent(entry.document, options);
      return [foundIn(bytes, entry.document, published)];
    }
  }
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
