import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseInfoHash, parseMd5, parseSha256 } from '../../common/ids.ts';
import { encodeInfo, infoHashOf } from '../../common/metainfo/info.ts';
import { encodeMetainfo } from '../../common/metainfo/metainfo.ts';
import { type Library, type NewDocument, openLibrary } from '../../peer/library/library.ts';

const folders: string[] = [];

/** A folder that is there until `dropFolders`. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pageswarm-library-'));
  folders.push(folder);
  return folder;
}

/** Deletes all folders; for `afterEach`. */
export function dropFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

/** A document with `text` as its bytes, written to `path`. */
export function aDocument(path: string, text: string, name = 'book.pdf'): NewDocument {
  writeFileSync(path, text);
  const { size, mtimeMs } = statSync(path);
  return {
    sha256: parseSha256(digest('sha256', text)),
    md5: parseMd5(digest('md5', text)),
    infoHash: parseInfoHash(digest('sha1', text)),
    name,
    path,
    size,
    mtimeMs,
    pages: 3,
    published: true,
  };
}

/** Stands for a `.torrent`: nobody reads it. */
export const torrent = new Uint8Array([100, 101]);
/** Stands for a page map. */
export const map = new Uint8Array([1, 2, 3]);

/** `document`, and the `.torrent` that describes its bytes. */
export function aTorrentOf(document: NewDocument): [NewDocument, Uint8Array] {
  const bytes = readFileSync(document.path);
  const pieceLength = 16_384;
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength) {
    pieces.push(
      createHash('sha1')
        .update(bytes.subarray(at, at + pieceLength))
        .digest(),
    );
  }
  const { name, size, sha256, pages } = document;
  const infoBytes = encodeInfo({ name, length: size, pieceLength, pieces: Buffer.concat(pieces) });
  const torrentBytes = encodeMetainfo({ infoBytes, trackers: [], pageswarm: { sha256, pages } });
  return [{ ...document, infoHash: infoHashOf(infoBytes) }, torrentBytes];
}

/** A new library with one document outside its own folder. */
export async function aLibrary(): Promise<{ data: string; library: Library; outside: NewDocument }> {
  const data = newFolder();
  const library = await openLibrary(data);
  const outside = aDocument(join(newFolder(), 'outside.pdf'), 'outside', 'outside.pdf');
  await library.add(outside, torrent, map);
  return { data, library, outside };
}
