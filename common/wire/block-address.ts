import { putU32, u32At } from './u32.ts';

/**
 * What `request`, `cancel`, `reject` and our urgent request name: bytes within one piece.
 *
 *     <piece: u32> <begin: u32> <length: u32>
 *
 * @see BEP 3, "request"
 */
export interface BlockAddress {
  readonly piece: number;
  /** bytes from the start of the piece */
  readonly begin: number;
  /** bytes; any length, at an odd offset too */
  readonly length: number;
}

/** Bytes of a block address. */
export const BLOCK_ADDRESS_LENGTH = 12;

/** Writes `address` into `bytes` from `at` on. */
export function putBlockAddress(bytes: Uint8Array, at: number, address: BlockAddress): void {
  putU32(bytes, at, address.piece);
  putU32(bytes, at + 4, address.begin);
  putU32(bytes, at + 8, address.length);
}

/** The address that lies in `bytes` from `at` on. */
export function blockAddressAt(bytes: Uint8Array, at: number): BlockAddress {
  return { piece: u32At(bytes, at), begin: u32At(bytes, at + 4), length: u32At(bytes, at + 8) };
}
