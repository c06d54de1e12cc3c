import type { FileHandle } from 'node:fs/promises';
import { CodedError } from '../../common/errors.ts';
import { type ByteRange, lengthOf } from '../../common/range.ts';

/**
 * All bytes of `range`, a new array.
 *
 * @throws {CodedError} ERR_CONTENT_CHANGED when the file ends before them
 */
export async function readFully(file: FileHandle, range: ByteRange, path: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(lengthOf(range));
  await readPlaces(file, [bytes], range.begin, path);
  return bytes;
}

/**
 * Fills `places`, one after the other, from `begin` on: in one call, as a rule.
 *
 * @throws {CodedError} ERR_CONTENT_CHANGED when the file ends before they are full
 */
export async function readPlaces(
  file: FileHandle,
  places: readonly Uint8Array[],
  begin: number,
  path: string,
): Promise<void> {
  let [rest, at] = [places, begin];
  while (rest.length > 0) {
    const { bytesRead } = await file.readv(rest, at);
    if (bytesRead === 0) throw new CodedError('ERR_CONTENT_CHANGED', `${path} is shorter than it was`);
    at += bytesRead;
    rest = withoutFirst(rest, bytesRead);
  }
}

/** What of `places` is left when their first `bytes` are taken. */
function withoutFirst(places: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let taken = 0;
  for (const [index, place] of places.entries()) {
    if (taken + place.length > bytes) return [place.subarray(bytes - taken), ...places.slice(index + 1)];
    taken += place.length;
  }
  return [];
}
