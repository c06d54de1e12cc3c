import { createHash } from 'node:crypto';
import { equalBytes } from '../../common/bytes.ts';
import type { Sha256 } from '../../common/ids.ts';
import type { Info } from '../../common/metainfo/info.ts';
import { type Description, describeDocument } from '../content/content.ts';
import type { Connection } from '../swarm/swarm.ts';
import { fetchMap, isWorthFetching } from './fetch-map.ts';

/** A document whose page map may still have to be fetched. */
export interface Undescribed {
  readonly info: Info;
  readonly sha256?: Sha256;
  readonly map?: { readonly digest: Uint8Array; readonly size: number; readonly blob?: Uint8Array };
}

/** How long one holder may take to send the map, ms. */
const MAP_MS = 20_000;

/**
 * The description of a document: with its page map, from any of `connections` where it did not come with the
 * publication; by its pieces where there is none, or nobody has it.
 *
 * @param kept the blob that an earlier download left; believed if its digest is right
 */
export async function describeWanted(
  { info, sha256, map }: Undescribed,
  kept: Uint8Array | undefined,
  connections: AsyncIterable<Connection>,
  signal: AbortSignal,
): Promise<Description> {
  if (map === undefined || !isWorthFetching(map.size, info.length)) return describeDocument({ info, sha256 });
  const { digest, size } = map;
  const here = map.blob ?? (kept !== undefined && hasDigest(kept, digest) ? kept : undefined);
  if (here !== undefined) return describeDocument({ info, sha256, map: { blob: here, digest } });
  for await (const connection of connections) {
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(MAP_MS)]);
      const blob = await fetchMap(connection, digest, size, limit);
      return describeDocument({ info, sha256, map: { blob, digest } });
    } catch {
      signal.throwIfAborted();
    }
  }
  return describeDocument({ info, sha256 });
}

function hasDigest(blob: Uint8Array, digest: Uint8Array): boolean {
  return equalBytes(createHash('sha256').update(blob).digest(), digest);
}
