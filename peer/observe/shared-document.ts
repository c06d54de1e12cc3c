import { stat } from 'node:fs/promises';
import { messageOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import { decodeMetainfo } from '../../common/metainfo/metainfo.ts';
import type { Log } from '../../common/runtime/log.ts';
import type { Content } from '../content/content.ts';
import type { Library, LibraryDocument } from '../library/library.ts';
import type { SharedDocument } from '../operations/operations.ts';

/** What `stat` counts blocks in, bytes, whatever the file system. @see POSIX, `<sys/stat.h>` */
const DISK_BLOCK = 512;

/** A whole document, whose file is in the state `state`. */
export function sharedWhole(document: LibraryDocument, state: SharedDocument['state']): SharedDocument {
  const { sha256, infoHash, md5, name, path, size, pages, inLibrary, uploadedBytes } = document;
  return {
    sha256,
    infoHash,
    md5,
    name,
    path,
    size,
    pages,
    state,
    heldPercent: 100,
    inLibrary,
    uploadedBytes,
  };
}

/** A document that is arriving. */
export function sharedDownload(content: Content): SharedDocument {
  const { info, sha256, layout } = content.description;
  return {
    sha256: sha256 ?? '',
    infoHash: info.infoHash,
    md5: info.md5 ?? '',
    name: info.name,
    path: content.path,
    size: info.length,
    pages: layout.pageCount,
    state: 'fetching',
    heldPercent: Math.floor((100 * content.heldBytes) / Math.max(1, info.length)),
    inLibrary: false,
    uploadedBytes: 0,
  };
}

/**
 * A download that was begun and does not run; `undefined` when there is none any more. How much of it is here is told by the
 * disk: it is hashed when it goes on.
 */
export async function sharedUnfinished(
  library: Pick<Library, 'partialPath' | 'torrentOf'>,
  infoHash: InfoHash,
  log: Log,
): Promise<SharedDocument | undefined> {
  const path = library.partialPath(infoHash);
  try {
    const torrent = await library.torrentOf(infoHash);
    if (torrent === undefined) return undefined;
    const { info, pageswarm } = decodeMetainfo(torrent);
    const { blocks } = await stat(path);
    return {
      sha256: pageswarm?.sha256 ?? '',
      infoHash: info.infoHash,
      md5: info.md5 ?? '',
      name: info.name,
      path,
      size: info.length,
      pages: pageswarm?.pages ?? 0,
      state: 'partial',
      heldPercent: Math.min(99, Math.floor((100 * blocks * DISK_BLOCK) / Math.max(1, info.length))),
      inLibrary: false,
      uploadedBytes: 0,
    };
  } catch (error) {
    // it ended this moment, or its .torrent is damaged: the next `get` of it writes that again
    log.warn('download-unreadable', { path, reason: messageOf(error) });
    return undefined;
  }
}
