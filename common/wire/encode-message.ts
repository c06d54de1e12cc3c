import { BLOCK_ADDRESS_LENGTH, type BlockAddress, putBlockAddress } from './block-address.ts';
import { FRAME_HEADER, LENGTH_PREFIX } from './frame.ts';
import type { Message } from './message.ts';
import { MessageId } from './message-id.ts';

/**
 * The bytes of `message` as chunks to be written one after the other. Long payloads (`data`, `bits`, `payload`) are
 * not copied: the last chunk is the caller's own array, which must not change until it is written.
 */
export function encodeMessage(message: Message): Uint8Array[] {
  const id = MessageId[message.type];
  switch (message.type) {
    case 'piece':
      return [encodeBlockHeader({ ...message, length: message.data.length }), message.data];
    case 'bitfield':
      return [header(id, 0, message.bits.length).bytes, message.bits];
    case 'extended':
      return [encodeExtendedHeader(message.id, message.payload.length), message.payload];
    case 'request':
    case 'cancel':
    case 'reject':
      return [encodeBlockAddress(id, message)];
    case 'have':
    case 'suggest':
    case 'allowedFast': {
      const { bytes, view } = header(id, 4);
      view.setUint32(FRAME_HEADER, message.piece);
      return [bytes];
    }
    case 'port': {
      const { bytes, view } = header(id, 2);
      view.setUint16(FRAME_HEADER, message.port);
      return [bytes];
    }
    default:
      return [header(id, 0).bytes];
  }
}

/** What says nothing but that the sender is there. @see BEP 3, "peer messages" */
export function encodeKeepAlive(): Uint8Array {
  return new Uint8Array(LENGTH_PREFIX);
}

/** Bytes that come before those of a block. */
export const BLOCK_HEADER = FRAME_HEADER + 8;

/**
 * Writes into `view`, from `at` on, what comes before the `length` bytes of a block.
 *
 *     <9 + length: u32> <7: u8> <piece: u32> <begin: u32>
 */
export function putBlockHeader(view: DataView, at: number, { piece, begin, length }: BlockAddress): void {
  view.setUint32(at, BLOCK_HEADER - LENGTH_PREFIX + length);
  view.setUint8(at + LENGTH_PREFIX, MessageId.piece);
  view.setUint32(at + FRAME_HEADER, piece);
  view.setUint32(at + FRAME_HEADER + 4, begin);
}

function encodeBlockHeader(block: BlockAddress): Uint8Array {
  const bytes = new Uint8Array(BLOCK_HEADER);
  putBlockHeader(new DataView(bytes.buffer), 0, block);
  return bytes;
}

/**
 * What comes before the `payloadLength` bytes of an extended message.
 *
 *     <2 + payloadLength: u32> <20: u8> <extendedId: u8>
 *
 * @param extendedId 0 for the handshake, else as the *receiver* named it in its handshake
 */
export function encodeExtendedHeader(extendedId: number, payloadLength: number): Uint8Array {
  const { bytes, view } = header(MessageId.extended, 1, payloadLength);
  view.setUint8(FRAME_HEADER, extendedId);
  return bytes;
}

function encodeBlockAddress(id: number, address: BlockAddress): Uint8Array {
  const { bytes, view } = header(id, BLOCK_ADDRESS_LENGTH);
  putBlockAddress(view, FRAME_HEADER, address);
  return bytes;
}

/** A frame's header with `fixed` bytes of room behind it, `more` bytes being sent after those. */
function header(id: number, fixed: number, more = 0): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(FRAME_HEADER + fixed);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 1 + fixed + more);
  view.setUint8(LENGTH_PREFIX, id);
  return { bytes, view };
}
