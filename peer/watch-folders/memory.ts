import { readFile } from 'node:fs/promises';
import { writeAtomically } from '../../common/runtime/atomic-write.ts';

/** What is remembered of files in the watched folders, over restarts: each is dealt with once for as long as it stays as it is. */
export interface Memory {
  /** by path, the key of a file that was dealt with */
  readonly done: Map<string, string>;
  /** by info hash, the path of the `.torrent` that was put into the folder */
  readonly kept: Map<string, string>;
  /** Writes what has changed. */
  save(): Promise<void>;
}

/** Opens what is remembered in `file`; nothing where that cannot be read. */
export async function openMemory(file: string): Promise<Memory> {
  const stored = await readStored(file);
  const done = textsOf(stored['done']);
  const kept = textsOf(stored['kept']);
  const textOf = (): string =>
    JSON.stringify({ done: Object.fromEntries(done), kept: Object.fromEntries(kept) });
  let written = textOf();
  return {
    done,
    kept,
    async save() {
      const text = textOf();
      if (text === written) return;
      await writeAtomically(file, text);
      written = text;
    },
  };
}

async function readStored(file: string): Promise<Record<string, unknown>> {
  try {
    const stored: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof stored === 'object' && stored !== null ? { ...stored } : {};
  } catch {
    return {};
  }
}

function textsOf(value: unknown): Map<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
