import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import type { InfoHash } from '../../common/ids.ts';
import { isTemporaryName } from '../../common/runtime/atomic-write.ts';
import type { LibraryDocument } from './document.ts';
import type { KnownHashes } from './known-hashes.ts';

/** Files and folders that one search looks at: some seconds of a slow disk. */
const MAX_ENTRIES = 50_000;
/** How deep below the folders where documents were. */
const MAX_DEPTH = 6;

/** A document that is not where it was. */
type Lost = Pick<LibraryDocument, 'infoHash' | 'sha256' | 'size'>;

/**
 * Paths at which the files of `lost` are now: by size first, then by hash. Folders near `roots` come first; hidden ones and
 * symbolic links are left alone.
 */
export async function findAgain(
  lost: readonly Lost[],
  roots: readonly string[],
  hashes: KnownHashes,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Map<InfoHash, string>> {
  const sizes = new Set(lost.map(({ size }) => size));
  const found = new Map<InfoHash, string>();
  for await (const { path, size } of filesNear(roots)) {
    options.signal?.throwIfAborted();
    if (!sizes.has(size)) continue;
    // a file that vanishes or cannot be read while we look is not the one
    const sha256 = await hashes.sha256Of(path, options).catch(() => undefined);
    for (const one of lost) if (one.sha256 === sha256) found.set(one.infoHash, path);
    if (found.size === lost.length) break;
  }
  options.signal?.throwIfAborted();
  return found;
}

/**
 * Folders in which a lost document may be: where it was, where others are, and beside a folder that is gone itself (somebody
 * may have renamed it).
 */
export async function rootsFor(
  lost: readonly Pick<LibraryDocument, 'path'>[],
  others: Iterable<Pick<LibraryDocument, 'path'>>,
): Promise<string[]> {
  const roots = new Set<string>();
  for (const { path } of lost) {
    const folder = dirname(path);
    const parent = dirname(folder);
    if (await isFolder(folder)) roots.add(folder);
    else if (parent !== parse(parent).root && (await isFolder(parent))) roots.add(parent);
  }
  for (const { path } of others) roots.add(dirname(path));
  return [...roots];
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

/** Files below `roots` with their sizes, level by level. */
async function* filesNear(
  roots: readonly string[],
): AsyncGenerator<{ readonly path: string; readonly size: number }> {
  const seen = new Set<string>();
  let entries = 0;
  let level = [...roots];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const below: string[] = [];
    for (const folder of level) {
      if (seen.has(folder)) continue;
      seen.add(folder);
      for (const entry of await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => [])) {
        if (++entries > MAX_ENTRIES) return;
        if (entry.name.startsWith('.') || isTemporaryName(entry.name)) continue;
        const path = join(folder, entry.name);
        if (entry.isDirectory()) below.push(path);
        else if (entry.isFile()) {
          const size = (await stat(path).catch(() => undefined))?.size;
          if (size !== undefined) yield { path, size };
        }
      }
    }
    level = below;
  }
}
