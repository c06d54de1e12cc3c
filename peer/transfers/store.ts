import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../common/errors.ts';
import { isTemporaryName, writeAtomically } from '../../common/runtime/atomic-write.ts';
import type { Log } from '../../common/runtime/log.ts';
import { libraryError } from '../library/library.ts';
import type { Entry } from './entry.ts';
import { formatTransfer, parseTransfer } from './record.ts';

/** Files opened at the same time. */
const READ_TOGETHER = 32;

/** Where transfers are kept. */
export interface TransferStore {
  /** all that is kept; `lacking` when some may be missing: set aside because damaged, or never written */
  read(): Promise<{ readonly entries: readonly Entry[]; readonly lacking: boolean }>;
  /** Keeps `entry` in the place of what was kept of it; on disk when it returns. */
  write(entry: Entry): Promise<void>;
  drop(id: string): Promise<void>;
}

/**
 * Transfers in `folder`, one file each, `<id>.json`: so a transition writes little, and damage to one touches no other;
 * a damaged one is set aside beside its place as `.damaged`, with a warning. All throw as `libraryError` says.
 */
export function createTransferStore(folder: string, log: Log): TransferStore {
  const fileOf = (id: string) => join(folder, `${id}.json`);
  const guarded = async <T>(file: string, work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      throw libraryError(error, file);
    });
  return {
    read: () => guarded(folder, () => readAll(folder, log)),
    write: (entry) =>
      guarded(fileOf(entry.id), () => writeAtomically(fileOf(entry.id), formatTransfer(entry))),
    drop: (id) => guarded(fileOf(id), () => rm(fileOf(id), { force: true })),
  };
}

async function readAll(folder: string, log: Log) {
  const isNew = (await mkdir(folder, { recursive: true })) !== undefined;
  const names = await readdir(folder);
  // nobody else writes here: this node has the lock
  for (const name of names.filter(isTemporaryName)) await rm(join(folder, name), { force: true });
  const files = names.filter((name) => /^[0-9a-f]{8}\.json$/.test(name));
  const entries: Entry[] = [];
  for (let at = 0; at < files.length; at += READ_TOGETHER) {
    const some = files.slice(at, at + READ_TOGETHER);
    for (const entry of await Promise.all(some.map((name) => readOne(folder, name, log)))) {
      if (entry !== undefined) entries.push(entry);
    }
  }
  return { entries, lacking: isNew || entries.length < files.length };
}

async function readOne(folder: string, name: string, log: Log): Promise<Entry | undefined> {
  const file = join(folder, name);
  const text = await readFile(file, 'utf8');
  try {
    const entry = parseTransfer(text);
    if (`${entry.id}.json` === name) return entry;
    throw new Error('it is the record of another transfer');
  } catch (error) {
    const kept = `${file}.damaged`;
    await rename(file, kept).catch(() => undefined);
    log.warn('transfer-set-aside', { file: kept, reason: messageOf(error) });
    return undefined;
  }
}
