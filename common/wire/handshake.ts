import { concatBytes, formatHex, parseHex } from '../bytes.ts';
import { CodedError } from '../errors.ts';
import { type InfoHash, parseInfoHash } from '../ids.ts';

/** What each side says before any message. */
export interface Handshake {
  readonly infoHash: InfoHash;
  /** 20 bytes, a copy */
  readonly peerId: Uint8Array;
  /** speaks BEP 6 */
  readonly fast: boolean;
  /** speaks BEP 10 */
  readonly extended: boolean;
}

/** Bytes of a handshake. */
export const HANDSHAKE_LENGTH = 68;

const PREFIX = Buffer.from('\x13BitTorrent protocol', 'latin1');
const RESERVED = 8;
const PEER_ID = 20;
/** reserved[5], BEP 10 */
const EXTENDED_BIT = 0x10;
/** reserved[7], BEP 6 */
const FAST_BIT = 0x04;

/**
 * The handshake that opens a connection.
 *
 *     <19: u8> "BitTorrent protocol" <reserved: 8 bytes> <info hash: 20 bytes> <peer id: 20 bytes>
 *
 * @throws {CodedError} ERR_WIRE_HANDSHAKE if the peer id is not 20 bytes
 * @see BEP 3, "peer protocol"; BEP 6; BEP 10
 */
export function encodeHandshake(handshake: Handshake): Uint8Array {
  if (handshake.peerId.length !== PEER_ID) {
    throw new CodedError('ERR_WIRE_HANDSHAKE', `a peer id has 20 bytes, got ${handshake.peerId.length}`);
  }
  const reserved = new Uint8Array(RESERVED);
  if (handshake.extended) reserved[5] = EXTENDED_BIT;
  if (handshake.fast) reserved[7] = FAST_BIT;
  return concatBytes([
    PREFIX,
    reserved,
    parseHex(handshake.infoHash) ?? new Uint8Array(20),
    handshake.peerId,
  ]);
}

/**
 * The handshake at the front of `bytes`; it uses {@link HANDSHAKE_LENGTH} of them.
 *
 * Bytes that cannot become a handshake are refused as soon as they show it, so a stranger who speaks another
 * protocol is not waited for.
 *
 * @returns `undefined` until all of it has arrived
 * @throws {CodedError} ERR_WIRE_HANDSHAKE
 */
export function takeHandshake(bytes: Uint8Array): Handshake | undefined {
  const seen = Math.min(bytes.length, PREFIX.length);
  if (Buffer.compare(PREFIX.subarray(0, seen), bytes.subarray(0, seen)) !== 0) {
    throw new CodedError('ERR_WIRE_HANDSHAKE', 'the other side does not speak the BitTorrent protocol');
  }
  if (bytes.length < HANDSHAKE_LENGTH) return undefined;

  const reserved = PREFIX.length;
  const infoHash = reserved + RESERVED;
  const peerId = infoHash + 20;
  return {
    infoHash: parseInfoHash(formatHex(bytes.subarray(infoHash, peerId))),
    peerId: bytes.slice(peerId, HANDSHAKE_LENGTH),
    fast: ((bytes[reserved + 7] ?? 0) & FAST_BIT) !== 0,
    extended: ((bytes[reserved + 5] ?? 0) & EXTENDED_BIT) !== 0,
  };
}
