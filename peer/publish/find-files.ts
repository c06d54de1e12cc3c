import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CodedError, codeOf } from '../../common/errors.ts';

/** How deep folders are followed. */
const MAX_DEPTH = 64;

/**
 * The files that `path` means: itself, or those below a folder, in the order of their names. In a folder only PDFs are
 * looked for unless `any`; what begins with a dot is left alone, and links to folders are not followed.
 *
 * @throws {CodedError} ERR_PUBLISH_NOT_FOUND, ERR_PUBLISH_UNREADABLE, ERR_PUBLISH_EMPTY_FOLDER
 */
export async function findFiles(path: string, any: boolean): Promise<string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  if (!found.isDirectory()) return [path];
  const files = await filesBelow(path, any, 0);
  if (files.length > 0) return files;
  const what = any ? 'no file' : 'no PDF (use --any for other files)';
  throw new CodedError('ERR_PUBLISH_EMPTY_FOLDER', `${path} has ${what}`);
}

async function filesBelow(folder: string, any: boolean, depth: number): Promise<string[]> {
  if (depth > MAX_DEPTH) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(folder, cause);
  });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) files.push(...(await filesBelow(path, any, depth + 1)));
    else if (entry.isFile() && (any || extname(entry.name).toLowerCase() === '.pdf')) files.push(path);
  }
  return files;
}

/** What a file that the system does not let us read is refused with: ERR_PUBLISH_NOT_FOUND, ERR_PUBLISH_UNREADABLE. */
export function unreadable(path: string, cause: unknown): CodedError {
  if (codeOf(cause) === 'ENOENT')
    return new CodedError('ERR_PUBLISH_NOT_FOUND', `there is no ${path}`, { cause });
  return new CodedError(
    'ERR_PUBLISH_UNREADABLE',
    `cannot read ${path} (${codeOf(cause) ?? 'unknown reason'})`,
    { cause },
  );
}
