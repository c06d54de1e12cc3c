import { MESSAGE_LIMITS, takeBencode } from '../bencode/decode.ts';
import { encodeBencode } from '../bencode/encode.ts';
import { asCount, asDictionary } from '../bencode/fields.ts';
import { CodedError } from '../errors.ts';

/** The name under which messages about the info dictionary are announced. @see BEP 9 */
export const UT_METADATA = 'ut_metadata';
/** The info dictionary travels in pieces of so many bytes; the last one is shorter. @see BEP 9 */
export const METADATA_PIECE = 16 * 1024;
/** Largest info dictionary that is asked for, bytes: 8 MiB hold the hashes of some 400,000 pieces. */
export const MAX_METADATA = 8 * 1024 * 1024;

/** What is said about the info dictionary; `data` of a decoded message is a view of what was received. @see BEP 9 */
export type MetadataMessage =
  | { readonly type: 'request' | 'reject'; readonly piece: number }
  | { readonly type: 'data'; readonly piece: number; readonly totalSize: number; readonly data: Uint8Array };

const TYPES = ['request', 'data', 'reject'] as const;

/** The payload of an extended message, as chunks; the data is not copied. */
export function encodeMetadataMessage(message: MetadataMessage): Uint8Array[] {
  const fields = { msg_type: TYPES.indexOf(message.type), piece: message.piece };
  if (message.type !== 'data') return [encodeBencode(fields)];
  return [encodeBencode({ ...fields, total_size: message.totalSize }), message.data];
}

/**
 * What `payload` says; `undefined` for a type that we do not know, which is ignored.
 *
 *     <d 8:msg_type i1e 5:piece i0e 10:total_size i34256e e> <data: what is left, with type 1>
 *
 * @throws {CodedError} ERR_WIRE_METADATA if it is no such dictionary, or its data is longer than a piece
 * @see BEP 9
 */
export function decodeMetadataMessage(payload: Uint8Array): MetadataMessage | undefined {
  const { fields, used } = takeFields(payload);
  const piece = asCount(fields.get('piece'));
  const type = asCount(fields.get('msg_type'));
  if (piece === undefined || type === undefined) throw malformed('without type or piece');
  const name = TYPES[type];
  if (name !== 'data') return name && { type: name, piece };
  const totalSize = asCount(fields.get('total_size'));
  const data = payload.subarray(used);
  if (totalSize === undefined || data.length > METADATA_PIECE) throw malformed('with impossible data');
  return { type: 'data', piece, totalSize, data };
}

function takeFields(payload: Uint8Array) {
  try {
    const { value, used } = takeBencode(payload, MESSAGE_LIMITS);
    const fields = asDictionary(value);
    if (fields !== undefined) return { fields, used };
  } catch (cause) {
    throw malformed('that is not bencoding', cause);
  }
  throw malformed('that is not a dictionary');
}

function malformed(what: string, cause?: unknown): CodedError {
  return new CodedError(
    'ERR_WIRE_METADATA',
    `a message about the info dictionary ${what}: the connection is closed`,
    {
      cause,
    },
  );
}
