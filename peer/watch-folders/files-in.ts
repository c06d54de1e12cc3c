import type { Dirent } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FoundFile } from './arrivals.ts';

/** How deep folders are followed. */
const MAX_DEPTH = 8;
/** A PDF ends with `%%EOF`, behind which some programs leave a little. */
const END_WITHIN = 1024;

/** Files below `folder` whose names end in `extension`, in any case; hidden ones and links are left alone. */
export async function filesIn(folder: string, extension: string, depth = MAX_DEPTH): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => [])) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) found.push(...(await filesIn(path, extension, depth - 1)));
    if (!entry.isFile() || extname(entry.name).toLowerCase() !== extension) continue;
    const seen = await stat(path).catch(() => undefined);
    if (seen !== undefined && seen.size > 0) found.push({ path, size: seen.size, mtimeMs: seen.mtimeMs });
  }
  return found;
}

/** Whether a PDF has its end. */
export async function hasPdfEnd({ path, size }: FoundFile): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return false;
  try {
    const end = Buffer.alloc(Math.min(size, END_WITHIN));
    await file.read(end, 0, end.length, size - end.length);
    return end.includes('%%EOF');
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
