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
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, range.begin + done);
    if (bytesRead === 0) throw new CodedError('ERR_CONTENT_CHANGED', `${path} is shorter than it was`);
    done += bytesRead;
  }
  return bytes;
}
