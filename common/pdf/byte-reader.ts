/**
 * Bytes that can be read by position: a file, or an array. Reading is synchronous, because a parser that follows
 * references would otherwise wait at every step; whoever reads a file this way does it in a worker.
 */
export interface ByteReader {
  /** bytes in all */
  readonly size: number;
  /**
   * The bytes `begin <= offset < end`, which lie within `[0, size]`. A view or a copy, not to be written to; it
   * stays valid.
   */
  read(begin: number, end: number): Uint8Array;
}

/** Reads from `bytes`, without copying. */
export function bytesReader(bytes: Uint8Array): ByteReader {
  return { size: bytes.length, read: (begin, end) => bytes.subarray(begin, end) };
}

/** `reader` as if the file ended at `size`: nothing beyond is read. */
export function clipped(reader: ByteReader, size: number): ByteReader {
  return { size, read: (begin, end) => reader.read(begin, end) };
}
