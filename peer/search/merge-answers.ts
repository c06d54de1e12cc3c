import type { DocumentDetails, DocumentSummary, Holder } from '../../common/tracker-api/publication.ts';

/**
 * One entry for each document of several lists, in the order of their best place in any list; the entry that knows of
 * most holders stands for the document.
 */
export function mergeSummaries(lists: readonly (readonly DocumentSummary[])[]): DocumentSummary[] {
  const merged = new Map<string, DocumentSummary>();
  for (const document of interleaved(lists)) {
    const known = merged.get(document.sha256);
    if (known === undefined || document.holders > known.holders) merged.set(document.sha256, document);
  }
  return [...merged.values()];
}

/**
 * One entry for each holder of several lists. A host is one by its id, a standard client by its address, and a
 * standard entry at a host's address is that host, announced to a tracker that speaks BEP 3 only. Those without an
 * address are left out.
 */
export function mergeHolders(lists: readonly (readonly Holder[])[]): Holder[] {
  const merged = new Map<string, Holder>();
  for (const holder of lists.flat()) {
    const key = holder.hostId ?? holder.addresses[0];
    if (key === undefined || holder.addresses.length === 0) continue;
    const known = merged.get(key);
    merged.set(key, known === undefined ? holder : mergeHolder(known, holder));
  }
  const all = [...merged.values()];
  const ofHosts = new Set(all.flatMap(({ hostId, addresses }) => (hostId === undefined ? [] : addresses)));
  return all.filter(
    ({ hostId, addresses }) => hostId !== undefined || !addresses.some((at) => ofHosts.has(at)),
  );
}

/**
 * One document of what several trackers say of it. Where they differ on its info dictionary, those speak that know of
 * most holders: the others' swarm has another info hash.
 */
export function mergeDetails(details: readonly DocumentDetails[]): DocumentDetails | undefined {
  const [best] = [...details].sort((a, b) => b.holderList.length - a.holderList.length);
  if (best === undefined) return undefined;
  const same = details.filter(({ infoHash }) => infoHash === best.infoHash);
  const holderList = mergeHolders(same.map((detail) => detail.holderList));
  const names = new Set(same.flatMap(({ name, aliases }) => [name, ...aliases]));
  names.delete(best.name);
  return { ...best, aliases: [...names], holders: holderList.length, holderList };
}

/** The later word of two on one host, with all the addresses. */
function mergeHolder(a: Holder, b: Holder): Holder {
  const latest = b.ageMs < a.ageMs ? b : a;
  return { ...latest, addresses: [...new Set([...a.addresses, ...b.addresses])] };
}

/** The first of each list, then the second of each, and so on. */
function* interleaved<Item>(lists: readonly (readonly Item[])[]): Generator<Item> {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  for (let at = 0; at < longest; at++) {
    for (const list of lists) {
      const item = list[at];
      if (item !== undefined) yield item;
    }
  }
}
