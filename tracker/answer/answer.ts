import type { InfoHash } from '../../common/ids.ts';
import type { SocketAddress } from '../../common/tracker-api/socket-address.ts';
import { endpointsFor, type Member, type Source, type SwarmCounts, type Swarms } from '../swarms/swarms.ts';

/** What a standard client announces. @see BEP 3, "trackers" */
export interface AnnounceRequest {
  readonly infoHash: InfoHash;
  /** 20 bytes */
  readonly peerId: Uint8Array;
  readonly port: number;
  /** bytes it lacks; absent where it does not know */
  readonly left?: number;
  readonly event?: 'started' | 'completed' | 'stopped';
  /** how many peers it would like */
  readonly wanted?: number;
}

/** Someone a standard client can connect to. */
export interface AnsweredPeer extends SocketAddress {
  readonly peerId?: Uint8Array;
}

/** What it is told, or why it is refused. */
export type AnnounceAnswer =
  | (SwarmCounts & { readonly intervalMs: number; readonly peers: readonly AnsweredPeer[] })
  | { readonly failure: string };

/** What an announce is answered from. */
export interface Frontdesk {
  readonly swarms: Swarms;
  /** bytes of a published document; `undefined` for any other */
  sizeOf(infoHash: InfoHash): number | undefined;
  readonly intervalMs: number;
  /** 0 <= x < 1 */
  random(): number;
}

const DEFAULT_WANTED = 50;
/** 200 x 6 bytes fit one packet or two; nobody connects to more */
const MAX_WANTED = 200;

/**
 * Takes an announce into the swarm and picks peers for it at random. Who has the whole document is given only those
 * who have not, except when it starts: aria2 says that it lacks nothing while it has no more than a magnet link.
 */
export function answerAnnounce(
  desk: Frontdesk,
  request: AnnounceRequest,
  source: Source,
  now: number,
): AnnounceAnswer {
  const { infoHash, peerId, event, left } = request;
  const size = desk.sizeOf(infoHash);
  if (size === undefined) return { failure: 'this tracker does not index a document with that info hash' };

  const address: SocketAddress = { ip: source.ip, family: source.family, port: request.port };
  const complete = left === 0;
  if (event === 'stopped') desk.swarms.stop(infoHash, address);
  else {
    const heldPercent = left === undefined ? 0 : Math.max(0, 100 * (1 - left / size));
    const peer = { address, peerId, complete, heldPercent, heardAt: now };
    if (!desk.swarms.announce(infoHash, peer, event === 'completed')) {
      return { failure: 'too many clients of this document here; try again later' };
    }
  }
  const sated = complete && event !== 'started';
  const useful = desk.swarms.members(infoHash, now).filter((member) => !(sated && member.complete));
  const others = event === 'stopped' ? [] : useful.flatMap((member) => peersOf(member, source, address));
  const wanted = Math.min(request.wanted ?? DEFAULT_WANTED, MAX_WANTED);
  const peers = sample(others, wanted, () => desk.random());
  return { ...desk.swarms.counts(infoHash, now), intervalMs: desk.intervalMs, peers };
}

/** The counts of those of `infoHashes` that are published here. @see BEP 48 */
export function answerScrape(
  desk: Frontdesk,
  infoHashes: readonly InfoHash[],
  now: number,
): ReadonlyMap<InfoHash, SwarmCounts> {
  const known = infoHashes.filter((infoHash) => desk.sizeOf(infoHash) !== undefined);
  return new Map(known.map((infoHash) => [infoHash, desk.swarms.counts(infoHash, now)]));
}

/** A member's best address of each family, the asker's own left out: a standard client takes each for a peer. */
function peersOf({ addresses, peerId }: Member, asker: Source, own: SocketAddress): AnsweredPeer[] {
  const reachable = endpointsFor(addresses, asker).filter(
    ({ ip, port }) => ip !== own.ip || port !== own.port,
  );
  const best = [4, 6].flatMap((family) => reachable.find((address) => address.family === family) ?? []);
  return best.map((address) => ({ ...address, ...(peerId && { peerId }) }));
}

/** `count` of `items`, each as likely as the other. (Fisher-Yates, as far as needed.) */
function sample<Item>(items: readonly Item[], count: number, random: () => number): Item[] {
  const pool = [...items];
  const chosen = Math.min(count, pool.length);
  for (let at = 0; at < chosen; at++) {
    const other = at + Math.floor(random() * (pool.length - at));
    const item = pool[other] as Item;
    pool[other] = pool[at] as Item;
    pool[at] = item;
  }
  return pool.slice(0, chosen);
}
