import type { HostHolding, HostSummary } from '../../common/tracker-api/host-summary.ts';
import { formatSocketAddress } from '../../common/tracker-api/socket-address.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { endpointsFor, type Host, type Source } from '../swarms/swarms.ts';

/** `host` as `asker` is told of it; `undefined` for one that the asker cannot reach, as in lists of holders. */
export function hostFor(host: Host, asker: Source, now: number): HostSummary | undefined {
  const addresses = endpointsFor(host.addresses, asker).map(formatSocketAddress);
  if (addresses.length === 0) return undefined;
  return {
    hostId: host.id,
    client: host.client,
    addresses,
    whole: host.whole,
    partial: host.holdings.size - host.whole,
    ageMs: Math.max(0, now - host.heardAt),
  };
}

/** What `host` holds: `limit` documents after the first `after`, in the order in which it named them. */
export function holdingsOf(host: Host, catalog: Catalog, after: number, limit: number): HostHolding[] {
  const holdings: HostHolding[] = [];
  let at = 0;
  for (const [infoHash, { complete, heldPercent, heldPages }] of host.holdings) {
    if (holdings.length === limit) break;
    const publication = at++ < after ? undefined : catalog.byInfoHash(infoHash)?.publication;
    if (publication === undefined) continue;
    const { sha256, name, pages, size } = publication;
    const held = { complete, heldPercent, ...(heldPages !== undefined && { heldPages }) };
    holdings.push({ sha256, infoHash, name, pages, size, ...held });
  }
  return holdings;
}
