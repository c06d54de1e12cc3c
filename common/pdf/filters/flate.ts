import { constants, inflateRawSync, inflateSync } from 'node:zlib';
import { inflatePartly } from './inflate-partly.ts';

const ZLIB_HEADER_BYTES = 2;

/**
 * Inflates zlib data; what is cut off or damaged gives what could be had. `undefined` if that is nothing, or if the
 * result would be longer than `limit` bytes.
 *
 * @see ISO 32000-1 7.4.4, RFC 1950
 */
export function inflate(data: Uint8Array, limit: number): Uint8Array | undefined {
  const options = { maxOutputLength: Math.max(1, limit), finishFlush: constants.Z_SYNC_FLUSH };
  try {
    return inflateSync(data, options);
  } catch (error) {
    if (isTooLong(error)) return undefined;
  }
  try {
    return inflateRawSync(data.subarray(ZLIB_HEADER_BYTES), options); // a wrong header or checksum does no harm
  } catch (error) {
    if (isTooLong(error)) return undefined;
  }
  const partly = inflatePartly(data.subarray(ZLIB_HEADER_BYTES), limit);
  return partly.length === 0 ? undefined : partly;
}

function isTooLong(error: unknown): boolean {
  return error instanceof RangeError || (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
}
