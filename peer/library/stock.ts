import type { InfoHash, Sha256 } from '../../common/ids.ts';
import { isInside, type LibraryDocument } from './document.ts';
import type { Folders } from './folders.ts';
import type { KeptFiles } from './kept-files.ts';
import type { KnownHashes } from './known-hashes.ts';
import { writeRecord } from './records.ts';

/** What the documents of a node are made of. */
export interface Stock {
  readonly folders: Folders;
  readonly records: Map<InfoHash, LibraryDocument>;
  readonly hashes: KnownHashes;
  readonly kept: KeptFiles;
  /** what lies where on record */
  readonly paths: Map<string, Sha256>;
  /** where files lie that were moved in and are about to be on record */
  readonly arriving: Set<string>;
  /** documents whose upload count on disk is behind */
  readonly uploads: Set<InfoHash>;
}

/** Puts `document` on record in the place of what was known of it; on disk when it returns. */
export async function put(
  { folders, records, paths, arriving }: Stock,
  document: Omit<LibraryDocument, 'inLibrary'>,
): Promise<LibraryDocument> {
  const known = { ...document, inLibrary: isInside(folders.library, document.path) };
  await writeRecord(folders, known);
  paths.delete(records.get(known.infoHash)?.path ?? '');
  paths.set(known.path, known.sha256);
  arriving.delete(known.path);
  records.set(known.infoHash, known);
  return known;
}
