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

/** Writes `address` into `view` from `at` on. */
export function putBlockAddress(view: DataView, at: number, address: BlockAddress): void {
  view.setUint32(at, address.piece);
  view.setUint32(at + 4, address.begin);
  view.setUint32(at + 8, address.length);
}

/** The address that lies in `view` from `at` on. */
export function blockAddressAt(view: DataView, at: number): BlockAddress {
  return { piece: view.getUint32(at), begin: view.getUint32(at + 4), length: view.getUint32(at + 8) };
}
