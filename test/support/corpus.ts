import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside the repository; seen from dist/test/support. */
const BESIDE = fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));

/**
 * The folder of PDFs for trials, `PAGESWARM_CORPUS` or `../shared/corpus`; `undefined`, and said so, where there is none.
 */
export function corpusFolder(): string | undefined {
  const folder = process.env['PAGESWARM_CORPUS'] ?? BESIDE;
  if (existsSync(join(folder, 'real'))) return folder;
  console.warn(`skipped: no PDFs for trials in ${folder} (set PAGESWARM_CORPUS)`);
  return undefined;
}

/** Absolute paths of the PDFs in `folder`; none if there is no folder. */
export function pdfsIn(folder: string | undefined, ...names: readonly string[]): string[] {
  if (folder === undefined) return [];
  const path = join(folder, ...names);
  return readdirSync(path)
    .filter((name) => name.endsWith('.pdf'))
    .map((name) => join(path, name));
}
