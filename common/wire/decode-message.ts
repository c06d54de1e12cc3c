import { CodedError } from '../errors.ts';
import { BLOCK_ADDRESS_LENGTH, blockAddressAt } from './block-address.ts';
import type { Frame } from './frame.ts';
import type { Message } from './message.ts';
import { MessageId } from './message-id.ts';

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
    case MessageId.piece: {
      const view = viewOf(id, payload, 8, payload.length);
      return { type: 'piece', piece: view.getUint32(0), begin: view.getUint32(4), data: payload.subarray(8) };
    }
    case MessageId.request:
      return { type: 'request', ...blockAddress(id, payload) };
    case MessageId.have:
      return { type: 'have', piece: viewOf(id, payload, 4).getUint32(0) };
    case MessageId.bitfield:
      return { type: 'bitfield', bits: payload };
    case MessageId.extended:
      return {
        type: 'extended',
        id: viewOf(id, payload, 1, payload.length).getUint8(0),
        payload: payload.subarray(1),
      };
    case MessageId.cancel:
      return { type: 'cancel', ...blockAddress(id, payload) };
    case MessageId.reject:
      return { type: 'reject', ...blockAddress(id, payload) };
    case MessageId.suggest:
      return { type: 'suggest', piece: viewOf(id, payload, 4).getUint32(0) };
    case MessageId.allowedFast:
      return { type: 'allowedFast', piece: viewOf(id, payload, 4).getUint32(0) };
    case MessageId.port:
      return { type: 'port', port: viewOf(id, payload, 2).getUint16(0) };
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
  if (message !== undefined) viewOf(id, payload, 0);
  return message;
}

function blockAddress(id: number, payload: Uint8Array) {
  return blockAddressAt(viewOf(id, payload, BLOCK_ADDRESS_LENGTH), 0);
}

function viewOf(id: number, payload: Uint8Array, min: number, max: number = min): DataView {
  if (payload.length < min || payload.length > max) {
    throw new CodedError(
      'ERR_WIRE_MALFORMED',
      `message ${id} with ${payload.length} bytes: the connection is closed`,
    );
  }
  return new DataView(payload.buffer, payload.byteOffset, payload.length);
}
