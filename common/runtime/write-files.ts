import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, messageOf } from '../errors.ts';

/** A file that is to be written whole or not at all. */
export interface FileToWrite {
  readonly path: string;
  /** in the same folder; renamed to `path` when its bytes are on the disk */
  readonly temporary: string;
  readonly data: string | Uint8Array;
  /** permission bits, less the umask */
  readonly mode: number;
}

/** Why a file was not written. */
export interface WriteFailure {
  /** of the file system: `ENOSPC` */
  readonly code: string;
  readonly message: string;
}

/**
 * Writes many files as `writeAtomically` does each, waiting for the disk: for a thread that does nothing else. A folder is flushed
 * once for all files in it.
 *
 * @returns for each file why it was not written; `undefined` when it is on the disk
 */
export function writeFiles(files: readonly FileToWrite[]): (WriteFailure | undefined)[] {
  const failures = files.map((file) => failureOf(() => writeFlushed(file), file.temporary));
  const folders = new Set(
    files.filter((_, at) => failures[at] === undefined).map(({ path }) => dirname(path)),
  );
  for (const folder of folders) flushFolder(folder);
  return failures;
}

function writeFlushed({ path, temporary, data, mode }: FileToWrite): void {
  const file = openSync(temporary, 'wx', mode);
  try {
    writeFileSync(file, data);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

function failureOf(work: () => void, temporary: string): WriteFailure | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    quietly(() => unlinkSync(temporary));
    return { code: codeOf(error) ?? 'EIO', message: messageOf(error) };
  }
}

/** Not every file system can flush a folder: then the renames stand as they are. */
function flushFolder(folder: string): void {
  quietly(() => {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  });
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // it is of no matter
  }
}
