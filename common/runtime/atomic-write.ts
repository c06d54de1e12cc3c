import { randomBytes } from 'node:crypto';
import { link, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../errors.ts';
import { remember } from '../remember.ts';
import { shareRuns } from './share-runs.ts';
import { writeThread } from './write-thread.ts';

/** On Windows a scanner or an indexer holds a fresh file open for a moment, and rename fails meanwhile. */
const RENAME_RETRIES_MS = [10, 30, 100, 300, 1000];
const HELD_OPEN = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** A node writes to a handful. */
const MAX_FOLDERS = 100;

/** Ours among the processes that write at once; asking for random bytes each time takes longer than the rest of a name. */
const OWN = randomBytes(5).toString('hex');
let temporaries = 0;

const TEMPORARY = /^\.[0-9a-f]{16}\.tmp$/;

/** A path for a new file in the folder of `path`, to be renamed over it. */
export function temporaryBeside(path: string): string {
  const count = (++temporaries).toString(16).padStart(6, '0');
  return join(dirname(path), `.${OWN}${count.slice(-6)}.tmp`);
}

/** Whether `name` is one that `temporaryBeside` gives: what a killed process may leave behind. */
export function isTemporaryName(name: string): boolean {
  return TEMPORARY.test(name);
}

/**
 * Writes a file so that a reader, or the next start after a crash, finds the old bytes or the new ones and nothing
 * between: a temporary file in the same folder, flushed to the disk, renamed.
 *
 * @param options.mode permission bits of the new file, less the umask; 0o666 by default
 * @throws what the file system says (ENOSPC, EACCES, ...), after the temporary file is removed
 */
export async function writeAtomically(
  path: string,
  data: string | Uint8Array,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const mode = options.mode ?? 0o666;
  const own = typeof data === 'string' ? data : data.slice(); // a view would take all that it is a view of along
  const file = { path, temporary: temporaryBeside(path), data: own, mode };
  await writeThread.write(file, () => writeHere(path, data, mode));
}

async function writeHere(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await writeFlushed(temporary, data, mode);
    await renameOver(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** Writes a new file and waits until its bytes are on the disk. @throws EEXIST when there is one */
async function writeFlushed(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Creates a file with all its bytes at once, unless there is one: of several that try, one succeeds, and nobody reads
 * half of it. Only on a file system without hard links may a reader see it unfinished for a moment.
 *
 * @returns false when there is one already
 * @throws what the file system says
 */
export async function createAtomically(
  path: string,
  data: string | Uint8Array,
  mode: number,
): Promise<boolean> {
  const temporary = temporaryBeside(path);
  try {
    await writeFlushed(temporary, data, mode);
    await link(temporary, path).catch(async (error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      await writeFlushed(path, data, mode);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

/** Renames, replacing what is at `to`; then flushes the folder, so that the name outlives a power cut. */
export async function renameOver(from: string, to: string): Promise<void> {
  for (const waitMs of process.platform === 'win32' ? RENAME_RETRIES_MS : []) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (!HELD_OPEN.has(codeOf(error) ?? '')) throw error;
      await sleep(waitMs);
    }
  }
  await rename(from, to);
  await flushFolder(dirname(to));
}

const flushes = new Map<string, () => Promise<void>>();

/** Flushes a folder; who asks while that is done is served by the next time, together with all others. */
function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return Promise.resolve();
  const flush = flushes.get(folder) ?? shareRuns(() => flushOnce(folder));
  remember(flushes, folder, flush, MAX_FOLDERS);
  return flush();
}

/** Not every file system can flush a folder, and Windows cannot open one: then the rename stands as it is. */
async function flushOnce(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
