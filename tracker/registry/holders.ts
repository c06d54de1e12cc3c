import { LIMITS } from '../../common/tracker-api/limits.ts';
import type { Holder } from '../../common/tracker-api/publication.ts';
import { formatSocketAddress } from '../../common/tracker-api/socket-address.ts';
import { endpointsFor, type Member, type Source } from '../swarms/swarms.ts';

/** The holders among `members` that `asker` can reach, who holds most first. */
export function holdersFor(members: readonly Member[], asker: Source, now: number): Holder[] {
  return members
    .map((member) => holderOf(member, asker, now))
    .filter(({ addresses }) => addresses.length > 0)
    .sort((a, b) => b.heldPercent - a.heldPercent || a.ageMs - b.ageMs)
    .slice(0, LIMITS.holdersInAnswer);
}

function holderOf(member: Member, asker: Source, now: number): Holder {
  const { hostId, client, complete, heldPercent, heldPages } = member;
  return {
    ...(hostId !== undefined && { hostId }),
    client,
    addresses: endpointsFor(member.addresses, asker).map(formatSocketAddress),
    complete,
    heldPercent,
    ...(heldPages !== undefined && { heldPages }),
    ageMs: Math.max(0, now - member.heardAt),
  };
}
