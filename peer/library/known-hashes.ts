import { readFile, stat } from 'node:fs/promises';
import type { Sha256 } from '../../common/ids.ts';
import { writeAtomically } from '../../common/runtime/atomic-write.ts';
import { sha256OfFile } from './hash-file.ts';

/** SHA-256 of files, taken once and remembered for as long as size and time of the file stay. */
export interface KnownHashes {
  sha256Of(path: string, options?: { readonly signal?: AbortSignal }): Promise<Sha256>;
  /** Takes in what was just read, whatever was known before: a disk may go wrong and leave size and time as they were. */
  learn(path: string, sha256: Sha256): Promise<void>;
  /** writes what was learnt since the last call */
  save(): Promise<void>;
}

/**
 * Opens the cache kept in `file`. It is nothing but a cache: when it cannot be read or written, files are hashed
 * again.
 */
export async function openKnownHashes(file: string): Promise<KnownHashes> {
  const known = await readKnown(file);
  let learnt = false;
  return {
    async sha256Of(path, options) {
      const key = await keyOf(path);
      const before = known.get(key);
      if (before !== undefined) return before;

      const sha256 = await sha256OfFile(path, options);
      if ((await keyOf(path)) !== key) return sha256; // somebody is still writing it
      known.set(key, sha256);
      learnt = true;
      return sha256;
    },
    async learn(path, sha256) {
      known.set(await keyOf(path), sha256);
      learnt = true;
    },
    async save() {
      if (!learnt) return;
      learnt = false;
      await writeAtomically(file, JSON.stringify(Object.fromEntries(known))).catch(() => undefined);
    },
  };
}

async function keyOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${size} ${mtimeMs} ${path}`;
}

async function readKnown(file: string): Promise<Map<string, Sha256>> {
  try {
    const stored: unknown = JSON.parse(await readFile(file, 'utf8'));
    const entries = Object.entries(stored as Record<string, unknown>);
    return new Map(
      entries.filter((entry): entry is [string, Sha256] => /^[0-9a-f]{64}$/.test(String(entry[1]))),
    );
  } catch {
    return new Map();
  }
}
