import { CodedError, messageOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import type { Swarm } from '../swarm/swarm.ts';
import { receiveMetadata } from './receive-metadata.ts';

/** What a magnet link leaves to be found out, and from whom. */
export interface MetadataQuest {
  readonly swarm: Pick<Swarm, 'reach'>;
  readonly infoHash: InfoHash;
  /** `ip:port` of those who may have it */
  readonly addresses: readonly string[];
  readonly signal: AbortSignal;
}

/** Peers asked at one time; the first right answer ends it. */
const AT_ONCE = 6;
/** Peers asked in all. */
const MAX_PEERS = 100;
/** How long a peer may take to accept the connection and say the handshake, ms. */
const REACH_MS = 5_000;
/** How long a peer may send nothing new, ms; and how long it may take in all. */
const IDLE_MS = 8_000;
const TOTAL_MS = 60_000;

/**
 * The bytes of the info dictionary that `infoHash` names, from whoever of `addresses` has it first. What a peer sends
 * is believed only if its SHA-1 is right, so one who lies costs no more than the time until another has answered.
 *
 * @throws {CodedError} ERR_METADATA_NOT_FOUND, naming what each said; the reason of `signal`
 * @see BEP 9
 */
export async function fetchMetadata(quest: MetadataQuest): Promise<Uint8Array> {
  const { signal } = quest;
  const addresses = [...new Set(quest.addresses)].slice(0, MAX_PEERS);
  const found = new AbortController();
  const limit = AbortSignal.any([signal, found.signal]);
  const waiting = [...addresses];
  const reasons: string[] = [];
  let bytes: Uint8Array | undefined;
  const askInTurn = async (): Promise<void> => {
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      if (limit.aborted) return;
      try {
        bytes ??= await fromPeer(quest, address, limit);
        found.abort(new Error('another peer has answered'));
      } catch (error) {
        reasons.push(`${address}: ${messageOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askInTurn));
  if (bytes !== undefined) return bytes;
  signal.throwIfAborted();
  throw notFound(addresses.length, reasons);
}

async function fromPeer(
  { swarm, infoHash }: MetadataQuest,
  address: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const topic = { infoHash, pieceCount: 0, complete: false };
  const reaching = AbortSignal.any([signal, AbortSignal.timeout(REACH_MS)]);
  const { connection } = await swarm.reach(address, topic, reaching);
  const idle = new AbortController();
  const tooSlow = (): void => idle.abort(new Error('it took too long'));
  let timer = setTimeout(tooSlow, IDLE_MS);
  const progress = (): void => {
    clearTimeout(timer);
    timer = setTimeout(tooSlow, IDLE_MS);
  };
  try {
    const limit = AbortSignal.any([signal, idle.signal, AbortSignal.timeout(TOTAL_MS)]);
    return await receiveMetadata(connection, infoHash, progress, limit);
  } finally {
    clearTimeout(timer);
    connection.close('no more is asked');
  }
}

function notFound(asked: number, reasons: readonly string[]): CodedError {
  const told = reasons.slice(0, 5).join('; ');
  const more = reasons.length > 5 ? `; and ${reasons.length - 5} more` : '';
  return new CodedError(
    'ERR_METADATA_NOT_FOUND',
    `none of ${asked} peers gave what the magnet link names; try again later, or use its .torrent (${told}${more})`,
  );
}
