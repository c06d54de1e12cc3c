import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, messageOf } from '../../common/errors.ts';
import { writeAtomically } from '../../common/runtime/atomic-write.ts';
import { libraryError, makeDataFolder } from '../library/library.ts';
import { invalidSetting } from './checks.ts';

/** What lies in `config.json`, unchecked: settings of a later version stay in it when it is written again. */
export type StoredSettings = Readonly<Record<string, unknown>>;

/** The file with the settings of the node whose data folder is `data`. */
export function settingsFile(data: string): string {
  return join(data, 'config.json');
}

/** @throws {CodedError} ERR_CONFIG_INVALID for a file that cannot be read */
export async function readStored(data: string): Promise<StoredSettings> {
  const file = settingsFile(data);
  try {
    const stored: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof stored === 'object' && stored !== null && !Array.isArray(stored)) return { ...stored };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {};
    throw invalidSetting(file, `it cannot be read (${messageOf(error)}); correct it or move it away`);
  }
  throw invalidSetting(file, 'it is not a JSON object; correct it or move it away');
}

/** Writes the file anew, making the data folder if there is none. @throws {CodedError} ERR_LIBRARY_* */
export async function writeStored(data: string, stored: StoredSettings): Promise<void> {
  const file = settingsFile(data);
  await makeDataFolder(data);
  await writeAtomically(file, `${JSON.stringify(stored, null, 2)}\n`).catch((error: unknown) => {
    throw libraryError(error, file);
  });
}
