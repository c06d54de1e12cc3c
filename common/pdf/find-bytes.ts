import type { ByteReader } from './byte-reader.ts';

/** Two blocks of the file cache: large enough that calls do not count, small enough for memory. */
const WINDOW_BYTES = 131_072;

/** Offset of the first `text` (ASCII) in `[begin, end)`; -1 if there is none. */
export function findForward(reader: ByteReader, text: string, begin: number, end: number): number {
  const overlap = text.length - 1;
  for (let at = begin; at + overlap < end; at += WINDOW_BYTES - overlap) {
    const found = asBuffer(reader.read(at, Math.min(end, at + WINDOW_BYTES))).indexOf(text, 0, 'latin1');
    if (found >= 0) return at + found;
  }
  return -1;
}

/** Offset of the last `text` (ASCII) in `[begin, end)`; -1 if there is none. */
export function findBackward(reader: ByteReader, text: string, begin: number, end: number): number {
  const overlap = text.length - 1;
  for (let stop = end; stop - overlap > begin; stop -= WINDOW_BYTES - overlap) {
    const at = Math.max(begin, stop - WINDOW_BYTES);
    const found = asBuffer(reader.read(at, stop)).lastIndexOf(text, undefined, 'latin1');
    if (found >= 0) return at + found;
  }
  return -1;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
