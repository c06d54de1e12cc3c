import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Disk, DiskEntry } from './disk.ts';

/** links that are followed at once: a folder of thousands must not take all threads of the file system */
const LINKS_AT_ONCE = 16;

/** The disk as Node reads it. */
export function localDisk(): Disk {
  return {
    home: homedir(),
    here: process.cwd(),
    list: async (folder, { signal }) => {
      const found = await readdir(folder, { withFileTypes: true });
      const entries = found.filter((entry) => !entry.isSymbolicLink()).map(plainEntry);
      const links = found.filter((entry) => entry.isSymbolicLink());
      for (let at = 0; at < links.length && !signal.aborted; at += LINKS_AT_ONCE) {
        const some = links.slice(at, at + LINKS_AT_ONCE);
        entries.push(...(await Promise.all(some.map((link) => linkEntry(folder, link)))));
      }
      return entries;
    },
    facts: async (path) => {
      const found = await stat(path).catch(() => undefined);
      return found && { kind: kindOf(found), size: found.size, modifiedAt: found.mtimeMs };
    },
  };
}

function plainEntry(entry: Dirent): DiskEntry {
  return { name: entry.name, kind: kindOf(entry) };
}

async function linkEntry(folder: string, { name }: Dirent): Promise<DiskEntry> {
  const target = await stat(join(folder, name)).catch(() => undefined);
  return { name, kind: target === undefined ? 'other' : kindOf(target) };
}

function kindOf(found: Dirent | Stats): DiskEntry['kind'] {
  if (found.isDirectory()) return 'folder';
  return found.isFile() ? 'file' : 'other';
}
