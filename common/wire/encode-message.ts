import { BLOCK_ADDRESS_LENGTH, type BlockAddress, putBlockAddress } from './block-address.ts';
import { FRAME_HEADER, LENGTH_PREFIX } from './frame.ts';
import type { Message } from './message.ts';
import { MessageId } from './message-id.ts';
import { putU32 } from './u32.ts';

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
      return [header(id, 0, message.bits.length), message.bits];
    case 'extended':
      return [encodeExtendedHeader(message.id, message.payload.length), message.payload];
    case 'request':
    case 'cancel':
    case 'reject':
      return [encodeBlockAddress(id, message)];
    case 'have':
    case 'suggest':
    case 'allowedFast': {
      const bytes = header(id, 4);
      putU32(bytes, FRAME_HEADER, message.piece);
      return [bytes];
    }
    case 'port': {
      const bytes = header(id, 2);
      bytes[FRAME_HEADER] = message.port >>> 8;
      bytes[FRAME_HEADER + 1] = message.port;
      return [bytes];
    }
    default:
      return [header(id, 0)];
  }
}

/** What says nothing but that the sender is there. @see BEP 3, "peer messages" */
export function encodeKeepAlive(): Uint8Array {
  return new Uint8Array(LENGTH_PREFIX);
}

/** Bytes that come before those of a block. */
export const BLOCK_HEADER = FRAME_HEADER + 8;

/**
 * Writes into `bytes`, from `at` on, what comes before the `length` bytes of a block.
 *
 *     <9 + length: u32> <7: u8> <piece: u32> <begin: u32>
 */
export function putBlockHeader(bytes: Uint8Array, at: number, { piece, begin, length }: BlockAddress): void {
  putU32(bytes, at, BLOCK_HEADER - LENGTH_PREFIX + length);
  bytes[at + LENGTH_PREFIX] = MessageId.piece;
  putU32(bytes, at + FRAME_HEADER, piece);
  putU32(bytes, at + FRAME_HEADER + 4, begin);
}

function encodeBlockHeader(block: BlockAddress): Uint8Array {
  const bytes = new Uint8Array(BLOCK_HEADER);
  putBlockHeader(bytes, 0, block);
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
  const bytes = header(MessageId.extended, 1, payloadLength);
  bytes[FRAME_HEADER] = extendedId;
  return bytes;
}

function encodeBlockAddress(id: number, address: BlockAddress): Uint8Array {
  const bytes = header(id, BLOCK_ADDRESS_LENGTH);
  putBlockAddress(bytes, FRAME_HEADER, address);
  return bytes;
}

/** A frame's header with `fixed` bytes of room behind it, `more` bytes being sent after those. */
function header(id: number, fixed: number, more = 0): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER + fixed);
  putU32(bytes, 0, 1 + fixed + more);
  bytes[LENGTH_PREFIX] = id;
  return bytes;
}
