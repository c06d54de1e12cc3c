import { decodeBencode, MESSAGE_LIMITS } from '../bencode/decode.ts';
import { asBytes, asCount, asDictionary, asList, asText } from '../bencode/fields.ts';
import { parseHex } from '../bytes.ts';
import { CodedError } from '../errors.ts';
import type { InfoHash } from '../ids.ts';
import { decodeCompact, parseIp, type SocketAddress } from './socket-address.ts';

/** An announce to a tracker of the standard kind. @see BEP 3 */
export interface PlainAnnounce {
  readonly infoHash: InfoHash;
  /** 20 bytes */
  readonly peerId: Uint8Array;
  readonly port: number;
  /** bytes that this host lacks */
  readonly left: number;
  readonly uploaded: number;
  readonly downloaded: number;
  readonly event?: 'started' | 'completed' | 'stopped';
  /** how many peers it would like */
  readonly wanted: number;
}

/** What such a tracker answers. */
export interface PlainAnswer {
  /** ms until the next announce is due */
  readonly intervalMs: number;
  readonly peers: readonly SocketAddress[];
}

/** The query of the announce's URL, without `?`. @see BEP 3, BEP 23 */
export function announceQuery(announce: PlainAnnounce): string {
  const { infoHash, peerId, port, uploaded, downloaded, left, wanted, event } = announce;
  const fields = {
    info_hash: percentEncoded(parseHex(infoHash) ?? new Uint8Array()),
    peer_id: percentEncoded(peerId),
    port,
    uploaded,
    downloaded,
    left,
    compact: 1,
    numwant: wanted,
    ...(event && { event }),
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/**
 * The answer in `bytes`: peers in the compact form, in that of IPv6, or as a list of dictionaries; those without an IP
 * address or a port are left out.
 *
 * @throws {CodedError} ERR_TRACKER_REFUSED with the tracker's reason; ERR_TRACKER_GARBAGE; ERR_BENCODE_*
 * @see BEP 3, BEP 7, BEP 23
 */
export function decodePlainAnswer(bytes: Uint8Array): PlainAnswer {
  const fields = asDictionary(decodeBencode(bytes, MESSAGE_LIMITS));
  if (fields === undefined) throw new CodedError('ERR_TRACKER_GARBAGE', 'the tracker answered no dictionary');
  const reason = asText(fields.get('failure reason'));
  if (reason !== undefined)
    throw new CodedError('ERR_TRACKER_REFUSED', `the tracker refused: ${reason.slice(0, 200)}`);
  const seconds = asCount(fields.get('interval')) ?? DEFAULT_INTERVAL;
  const compact = decodeCompact(asBytes(fields.get('peers')) ?? new Uint8Array(), 4);
  const compact6 = decodeCompact(asBytes(fields.get('peers6')) ?? new Uint8Array(), 6);
  const listed = (asList(fields.get('peers')) ?? []).flatMap(listedPeer);
  return {
    intervalMs: 1000 * Math.min(Math.max(seconds, MIN_INTERVAL), MAX_INTERVAL),
    peers: [...compact, ...compact6, ...listed].slice(0, MAX_PEERS),
  };
}

// seconds: a tracker may neither be flooded nor forgotten at its own word
const DEFAULT_INTERVAL = 1800;
const MIN_INTERVAL = 30;
const MAX_INTERVAL = 7200;
/** more than anybody connects to */
const MAX_PEERS = 1_000;

function listedPeer(value: Parameters<typeof asDictionary>[0]): SocketAddress[] {
  const fields = asDictionary(value);
  const address = parseIp(asText(fields?.get('ip')) ?? '');
  const port = asCount(fields?.get('port')) ?? 0;
  return address === undefined || port < 1 || port > 65_535 ? [] : [{ ...address, port }];
}

function percentEncoded(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
