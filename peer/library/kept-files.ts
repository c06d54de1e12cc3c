import { readdir, readFile, rm } from 'node:fs/promises';
import { equalBytes } from '../../common/bytes.ts';
import { type InfoHash, parseInfoHash } from '../../common/ids.ts';
import { remember } from '../../common/remember.ts';
import { writeAtomically } from '../../common/runtime/atomic-write.ts';
import { type Folders, type Kept, keptFile, partialFile } from './folders.ts';
import { isMissing, libraryError } from './library-error.ts';

/** Metainfo and page maps of all documents, and the beginnings of unfinished ones. */
export interface KeptFiles {
  /** Keeps the metainfo of a document, so that its download can go on after a restart. */
  keep(infoHash: InfoHash, torrent: Uint8Array, map?: Uint8Array): Promise<void>;
  /** the kept `.torrent` */
  torrentOf(infoHash: InfoHash): Promise<Uint8Array | undefined>;
  /** the kept page map's blob */
  mapOf(infoHash: InfoHash): Promise<Uint8Array | undefined>;
  /** Deletes the metainfo and the page map of a document. */
  dropKept(infoHash: InfoHash): Promise<void>;
  /** Drops the page map: it turned out not to fit the document. */
  dropMap(infoHash: InfoHash): Promise<void>;
  /** the file that a download grows in */
  partialPath(infoHash: InfoHash): string;
  /** downloads that were begun and are not finished */
  partials(): Promise<readonly InfoHash[]>;
  /** Drops what has arrived of an unfinished download. */
  dropPartial(infoHash: InfoHash): Promise<void>;
}

/** What was written last is not written again: a small download keeps its metainfo when it begins and when it ends. */
const REMEMBERED = 64;
const MAX_REMEMBERED = 128 * 1024;

/** The kept files in `folders`. @param isWhole whether a document needs its metainfo beyond the download */
export function createKeptFiles(folders: Folders, isWhole: (infoHash: InfoHash) => boolean): KeptFiles {
  const written = new Map<
    InfoHash,
    { readonly torrent: Uint8Array; readonly map?: Uint8Array | undefined }
  >();
  const dropAll = async (infoHash: InfoHash): Promise<void> => {
    written.delete(infoHash);
    await drop(keptFile(folders, infoHash, 'torrent'));
    await drop(keptFile(folders, infoHash, 'pagemap'));
  };
  const read = (infoHash: InfoHash, what: Kept) => readKept(keptFile(folders, infoHash, what));
  return {
    async keep(infoHash, torrent, map) {
      const last = written.get(infoHash);
      const isNew = (bytes: Uint8Array, before: Uint8Array | undefined): boolean =>
        before === undefined || !equalBytes(before, bytes);
      const work: Promise<void>[] = [];
      if (isNew(torrent, last?.torrent))
        work.push(writeKept(keptFile(folders, infoHash, 'torrent'), torrent));
      if (map !== undefined && isNew(map, last?.map))
        work.push(writeKept(keptFile(folders, infoHash, 'pagemap'), map));
      await Promise.all(work);
      if (torrent.length + (map?.length ?? 0) <= MAX_REMEMBERED)
        remember(written, infoHash, { torrent, map: map ?? last?.map }, REMEMBERED);
    },
    torrentOf: (infoHash) => read(infoHash, 'torrent'),
    mapOf: (infoHash) => read(infoHash, 'pagemap'),
    dropMap: (infoHash) => {
      written.delete(infoHash);
      return drop(keptFile(folders, infoHash, 'pagemap'));
    },
    partialPath: (infoHash) => partialFile(folders, infoHash),
    partials: () => infoHashesIn(folders.partial, '.part'),
    async dropPartial(infoHash) {
      await drop(partialFile(folders, infoHash));
      if (!isWhole(infoHash)) await dropAll(infoHash);
    },
    dropKept: dropAll,
  };
}

/** The info hashes that files in `folder` with `extension` are named by. */
export async function infoHashesIn(folder: string, extension: string): Promise<InfoHash[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw libraryError(error, folder);
  });
  return names
    .filter((name) => /^[0-9a-f]{40}\./.test(name) && name.slice(40) === extension)
    .map((name) => parseInfoHash(name.slice(0, 40)));
}

async function readKept(file: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw libraryError(error, file);
  }
}

async function writeKept(file: string, bytes: Uint8Array): Promise<void> {
  await writeAtomically(file, bytes).catch((error: unknown) => {
    throw libraryError(error, file);
  });
}

async function drop(file: string): Promise<void> {
  await rm(file, { force: true }).catch((error: unknown) => {
    throw libraryError(error, file);
  });
}
