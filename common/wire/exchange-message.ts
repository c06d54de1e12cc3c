import { decodeBencode, MESSAGE_LIMITS } from '../bencode/decode.ts';
import { encodeBencode } from '../bencode/encode.ts';
import { asBytes, asDictionary } from '../bencode/fields.ts';
import { concatBytes } from '../bytes.ts';
import { CodedError } from '../errors.ts';
import { decodeCompact, encodeCompact, type SocketAddress } from '../tracker-api/socket-address.ts';

/** The name under which peers tell each other of peers. @see BEP 11 */
export const UT_PEX = 'ut_pex';
/** Addresses told at one time, of each kind. @see BEP 11 */
export const MAX_EXCHANGED = 50;

/** Who is connected to the sender since it last said so, and who is no longer. @see BEP 11 */
export interface ExchangeMessage {
  readonly added: readonly SocketAddress[];
  readonly dropped: readonly SocketAddress[];
}

/** The payload of an extended message; what is beyond {@link MAX_EXCHANGED} is left out. */
export function encodeExchangeMessage({ added, dropped }: ExchangeMessage): Uint8Array {
  const [added4, added6] = byFamily(added);
  const [dropped4, dropped6] = byFamily(dropped);
  return encodeBencode({
    added: compact(added4),
    'added.f': new Uint8Array(added4.length),
    added6: compact(added6),
    'added6.f': new Uint8Array(added6.length),
    dropped: compact(dropped4),
    dropped6: compact(dropped6),
  });
}

/**
 * What `payload` says; at most {@link MAX_EXCHANGED} addresses of each kind are taken.
 *
 * @throws {CodedError} ERR_WIRE_EXCHANGE if it is not a bencoded dictionary
 */
export function decodeExchangeMessage(payload: Uint8Array): ExchangeMessage {
  const fields = decodeFields(payload);
  const addresses = (key: string): SocketAddress[] =>
    [
      ...decodeCompact(few(asBytes(fields.get(key)), 6), 4),
      ...decodeCompact(few(asBytes(fields.get(`${key}6`)), 18), 6),
    ].slice(0, MAX_EXCHANGED);
  return { added: addresses('added'), dropped: addresses('dropped') };
}

function decodeFields(payload: Uint8Array) {
  try {
    const fields = asDictionary(decodeBencode(payload, MESSAGE_LIMITS));
    if (fields !== undefined) return fields;
  } catch (cause) {
    throw malformed(cause);
  }
  throw malformed();
}

function malformed(cause?: unknown): CodedError {
  return new CodedError('ERR_WIRE_EXCHANGE', 'a list of peers that is no bencoded dictionary', { cause });
}

/** As many of `bytes` as can count: nothing is decoded to be thrown away. */
function few(bytes: Uint8Array = new Uint8Array(0), bytesEach: number): Uint8Array {
  return bytes.subarray(0, MAX_EXCHANGED * bytesEach);
}

function byFamily(addresses: readonly SocketAddress[]): [SocketAddress[], SocketAddress[]] {
  const some = addresses.slice(0, MAX_EXCHANGED);
  return [some.filter(({ family }) => family === 4), some.filter(({ family }) => family === 6)];
}

function compact(addresses: readonly SocketAddress[]): Uint8Array {
  return concatBytes(addresses.map(encodeCompact));
}
