import { CodedError } from '../errors.ts';
import { BLOCK_ADDRESS_LENGTH, blockAddressAt } from './block-address.ts';
import type { Frame } from './frame.ts';
import type { Message } from './message.ts';
import { MessageId } from './message-id.ts';
import { u32At } from './u32.ts';

/**
 * What `frame` says; `undefined` for an id that we do not know, which is ignored.
 *
 * Only the form is checked: whether a piece exists, and a block lies within it, the receiver decides, who knows the
 * torrent.
 *
 * @throws {CodedError} ERR_WIRE_MALFORMED if the payload's length does not fit the id
 */
export function decodeMessage({ id, payload }: Frame): Message | undefined {
  switch (id) {
    case MessageId.piece:
      checkLength(id, payload, 8, payload.length);
      return { type: 'piece', piece: u32At(payload, 0), begin: u32At(payload, 4), data: payload.subarray(8) };
    case MessageId.request:
      return { type: 'request', ...blockAddress(id, payload) };
    case MessageId.have:
      return { type: 'have', piece: pieceIn(id, payload) };
    case MessageId.bitfield:
      return { type: 'bitfield', bits: payload };
    case MessageId.extended:
      checkLength(id, payload, 1, payload.length);
      return { type: 'extended', id: payload[0] ?? 0, payload: payload.subarray(1) };
    case MessageId.cancel:
      return { type: 'cancel', ...blockAddress(id, payload) };
    case MessageId.reject:
      return { type: 'reject', ...blockAddress(id, payload) };
    case MessageId.suggest:
      return { type: 'suggest', piece: pieceIn(id, payload) };
    case MessageId.allowedFast:
      return { type: 'allowedFast', piece: pieceIn(id, payload) };
    case MessageId.port:
      checkLength(id, payload, 2);
      return { type: 'port', port: ((payload[0] ?? 0) << 8) | (payload[1] ?? 0) };
    default:
      return bareMessage(id, payload);
  }
}

const BARE = new Map<number, Message>([
  [MessageId.choke, { type: 'choke' }],
  [MessageId.unchoke, { type: 'unchoke' }],
  [MessageId.interested, { type: 'interested' }],
  [MessageId.notInterested, { type: 'notInterested' }],
  [MessageId.haveAll, { type: 'haveAll' }],
  [MessageId.haveNone, { type: 'haveNone' }],
]);

function bareMessage(id: number, payload: Uint8Array): Message | undefined {
  const message = BARE.get(id);
  if (message !== undefined) checkLength(id, payload, 0);
  return message;
}

function blockAddress(id: number, payload: Uint8Array) {
  checkLength(id, payload, BLOCK_ADDRESS_LENGTH);
  return blockAddressAt(payload, 0);
}

function pieceIn(id: number, payload: Uint8Array): number {
  checkLength(id, payload, 4);
  return u32At(payload, 0);
}

function checkLength(id: number, { length }: Uint8Array, min: number, max: number = min): void {
  if (length >= min && length <= max) return;
  throw new CodedError('ERR_WIRE_MALFORMED', `message ${id} with ${length} bytes: the connection is closed`);
}
