import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { equalBytes } from '../../common/bytes.ts';
import { messageOf } from '../../common/errors.ts';
import { type InfoHash, parseMd5, parseSha256 } from '../../common/ids.ts';
import { folderPlaces } from '../../common/metainfo/folder-places.ts';
import { type Info, PIECE_HASH } from '../../common/metainfo/info.ts';
import { decodeMetainfo, type Metainfo } from '../../common/metainfo/metainfo.ts';
import type { Log } from '../../common/runtime/log.ts';
import type { LibraryDocument } from './document.ts';
import { type FolderFile, foldersWith, newest, slicesOfFolder } from './folder-files.ts';
import { type Folders, keptFile } from './folders.ts';
import { infoHashesIn } from './kept-files.ts';
import { filesOfSize } from './recognise.ts';
import { writeRecord } from './records.ts';

/**
 * Puts documents back on record whose record is damaged or was never written (a crash between the last byte and the
 * record): those with a kept `.torrent`, no download in progress, and a file in the library folder whose pieces all
 * verify. What is not found stays kept, for the next start or for publishing it again.
 */
export async function rebuildRecords(
  folders: Folders,
  records: Map<InfoHash, LibraryDocument>,
  log: Log,
): Promise<void> {
  const begun = new Set(await infoHashesIn(folders.partial, '.part'));
  for (const infoHash of await infoHashesIn(folders.documents, '.torrent')) {
    if (records.has(infoHash) || begun.has(infoHash)) continue;

    const document = await rebuildRecord(folders, infoHash, log);
    if (document === undefined) continue;
    await writeRecord(folders, document);
    records.set(infoHash, document);
    log.warn('record-rebuilt', { infoHash, path: document.path });
  }
}

async function rebuildRecord(
  folders: Folders,
  infoHash: InfoHash,
  log: Log,
): Promise<LibraryDocument | undefined> {
  const file = keptFile(folders, infoHash, 'torrent');
  try {
    const metainfo = decodeMetainfo(await readFile(file));
    if (metainfo.info.infoHash !== infoHash) return undefined;
    return await locate(folders.library, metainfo);
  } catch (error) {
    log.warn('torrent-unreadable', { file, reason: messageOf(error) });
    return undefined;
  }
}

async function locate(libraryFolder: string, metainfo: Metainfo): Promise<LibraryDocument | undefined> {
  const { info } = metainfo;
  for await (const { slices, ...found } of candidatesFor(libraryFolder, info)) {
    const digests = await digestsOf(slices, info.pieceLength);
    if (equalBytes(digests.pieces, info.pieces)) return documentOf(metainfo, digests, found);
  }
  return undefined;
}

/** What may be the document, by sizes alone. */
interface Candidate {
  readonly path: string;
  readonly mtimeMs: number;
  readonly files?: readonly FolderFile[];
  readonly slices: AsyncIterable<Uint8Array>;
}

async function* candidatesFor(libraryFolder: string, info: Info): AsyncGenerator<Candidate> {
  if (!info.multiFile) {
    for await (const path of filesOfSize(libraryFolder, info.length)) {
      const { mtimeMs } = await stat(path);
      yield { path, mtimeMs, slices: createReadStream(path, { highWaterMark: 1_048_576 }) };
    }
    return;
  }
  for await (const folder of foldersWith(libraryFolder, folderPlaces(info.files))) {
    yield { ...folder, mtimeMs: newest(folder.files), slices: slicesOfFolder(folder, info.length) };
  }
}

function documentOf(
  { info, pageswarm, trackers }: Metainfo,
  { sha256, md5 }: { readonly sha256: string; readonly md5: string },
  found: Omit<Candidate, 'slices'>,
): LibraryDocument {
  return {
    sha256: parseSha256(sha256),
    md5: parseMd5(md5),
    infoHash: info.infoHash,
    name: info.name === '' ? basename(found.path) : info.name,
    ...found,
    size: info.length,
    pages: pageswarm?.pages ?? 0,
    inLibrary: true,
    published: false,
    uploadedBytes: 0,
    ...(info.private && { privateTo: trackers.flat() }),
    // in a .torrent of ours they are the node's own, which hear of it anyway
    ...(pageswarm === undefined && trackers.length > 0 && { trackers }),
  };
}

/** All digests of a document in one reading; `pieces` as in an info dictionary. */
async function digestsOf(slices: AsyncIterable<Uint8Array>, pieceLength: Info['pieceLength']) {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  const pieces: Buffer[] = [];
  let piece = createHash('sha1');
  let room = pieceLength;
  for await (const slice of slices) {
    sha256.update(slice);
    md5.update(slice);
    for (let rest = slice; rest.length > 0; ) {
      const taken = rest.subarray(0, room);
      piece.update(taken);
      rest = rest.subarray(taken.length);
      room -= taken.length;
      if (room > 0) continue;
      pieces.push(piece.digest());
      piece = createHash('sha1');
      room = pieceLength;
    }
  }
  if (room < pieceLength) pieces.push(piece.digest());
  return {
    sha256: sha256.digest('hex'),
    md5: md5.digest('hex'),
    pieces: new Uint8Array(Buffer.concat(pieces, pieces.length * PIECE_HASH)),
  };
}
