import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { parseSha256, type Sha256 } from '../../common/ids.ts';

/** Large enough to keep the disk busy, small enough to hash in under a millisecond of the event loop. */
const READ_BYTES = 1_048_576;

/** SHA-256 of a file's bytes, read in slices. */
export async function sha256OfFile(
  path: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Sha256> {
  const hash = createHash('sha256');
  for await (const slice of createReadStream(path, { ...options, highWaterMark: READ_BYTES })) {
    hash.update(slice as Buffer);
  }
  return parseSha256(hash.digest('hex'));
}
