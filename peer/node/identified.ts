import { decodeMetainfo } from '../../common/metainfo/metainfo.ts';
import { fetchMetadata } from '../metadata/metadata.ts';
import type { Abortable } from '../operations/operations.ts';
import { type Identifying, identify, type Search, type Wanted } from '../search/search.ts';
import type { Node } from './rooms.ts';

/** The document that `text` means, as trackers, its `.torrent`, this node or other peers say. */
export function identified(node: Node, text: string, { signal }: Abortable): Promise<Wanted> {
  return identify(text, (more) => node.searchIn(more), { signal, infoFrom: infoSources(node) });
}

/** A search at the trackers that may know `wanted`: of a private document its own alone. @see BEP 27 */
export function searchFor(node: Node, { info, trackers }: Pick<Wanted, 'info' | 'trackers'>): Search {
  return info.private && trackers.length > 0 ? node.searchAt(trackers) : node.searchIn([], trackers);
}

/** An info dictionary that is kept here is not asked for again. */
function infoSources(node: Node): NonNullable<Identifying['infoFrom']> {
  return async (infoHash, addresses, { signal }) => {
    const kept = await node.library.torrentOf(infoHash);
    if (kept !== undefined) return decodeMetainfo(kept).infoBytes;
    const others = addresses.filter((address) => !node.addresses.includes(address));
    if (others.length === 0) return undefined;
    return await fetchMetadata({ swarm: node.swarm, infoHash, addresses: others, signal });
  };
}
