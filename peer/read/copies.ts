import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import { indexRuns } from '../../common/range.ts';
import { libraryError, safeName } from '../library/library.ts';
import { writePages } from '../merge/merge.ts';
import type { Abortable } from '../operations/operations.ts';
import type { Here } from './here.ts';

/** A copy that nobody asked for in this time is closed in every viewer, or will hardly be missed, ms. */
const KEPT_MS = 86_400_000;

/** PDFs of the pages of unfinished documents, for viewers. Each document has one, made anew when there are more pages. */
export interface Copies {
  /** @returns the path. @throws {CodedError} as `writePages`; ERR_LIBRARY_NO_SPACE, ERR_LIBRARY_IO */
  write(document: Here, map: Uint8Array, pages: readonly number[], options: Abortable): Promise<string>;
  /** Deletes the copy of a document that is whole now. */
  drop(infoHash: InfoHash): Promise<void>;
}

/** Keeps copies in `folder`, from which old ones are deleted first. */
export async function openCopies(folder: string): Promise<Copies> {
  const written = new Map<InfoHash, { readonly pages: string; readonly path: string }>();
  await dropOld(folder);

  return {
    async write(document, map, pages, options) {
      const { infoHash } = document;
      const now = pages.join(',');
      const before = written.get(infoHash);
      if (before?.pages === now && (await exists(before.path))) return before.path;
      const path = join(folder, infoHash, copyName(document, pages.length));
      try {
        await mkdir(join(folder, infoHash), { recursive: true });
        const selection = { source: document.path, map, pages: indexRuns(pages), out: path };
        await writePages({ ...selection, together: true }, options);
      } catch (error) {
        throw /^ERR_[A-Z]+_/.test(codeOf(error) ?? '') ? error : libraryError(error, path);
      }
      written.set(infoHash, { pages: now, path });
      // another name for each: a viewer on Windows holds the one before
      if (before !== undefined && before.path !== path) await rm(before.path).catch(() => undefined);
      return path;
    },
    async drop(infoHash) {
      written.delete(infoHash);
      await rm(join(folder, infoHash), { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

/** Says how much is in it, because that is what people see in a viewer's title. */
function copyName({ name, pages }: Here, held: number): string {
  return safeName(`${name.replace(/\.pdf$/i, '')} [${held} of ${pages}].pdf`);
}

async function dropOld(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const changedAt = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
    // what a viewer holds open stays until the next time
    if (Date.now() - changedAt > KEPT_MS)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
