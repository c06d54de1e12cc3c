import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { Sha256 } from '../../common/ids.ts';
import { isTemporaryName } from '../../common/runtime/atomic-write.ts';
import type { KnownHashes } from './known-hashes.ts';

/**
 * The path of a file below `folder`, under whatever name, whose SHA-256 is `sha256`. Only files of `size` bytes are
 * read, and those once. Symbolic links are not followed: what they lead to is not the library's.
 */
export async function recogniseFile(
  folder: string,
  wanted: { readonly sha256: Sha256; readonly size: number },
  hashes: KnownHashes,
  options: { readonly signal?: AbortSignal; readonly except?: (path: string) => boolean } = {},
): Promise<string | undefined> {
  for await (const path of filesOfSize(folder, wanted.size, options.except)) {
    options.signal?.throwIfAborted();
    // A file that vanishes or cannot be read while we look is not the one.
    const sha256 = await hashes.sha256Of(path, options).catch(() => undefined);
    if (sha256 === wanted.sha256) return path;
  }
  options.signal?.throwIfAborted();
  return undefined;
}

/** Paths of the files below `folder` with exactly `size` bytes; those that `except` names are not looked at. */
export async function* filesOfSize(
  folder: string,
  size: number,
  except: (path: string) => boolean = () => false,
): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  for (const entry of entries) {
    const path = `${folder}${sep}${entry.name}`; // of thousands: `join` would take longer than the reading
    if (entry.isDirectory()) yield* filesOfSize(path, size, except);
    else if (entry.isFile() && !isTemporaryName(entry.name) && !except(path)) {
      const found = await stat(path).catch(() => undefined);
      if (found?.size === size) yield path;
    }
  }
}
