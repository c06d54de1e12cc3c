import { createHash } from 'node:crypto';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import { looksLikeMagnet, parseMagnet } from '../../common/metainfo/magnet.ts';
import { decodeMetainfo } from '../../common/metainfo/metainfo.ts';
import type { Log } from '../../common/runtime/log.ts';
import { type Content, type Description, describeDocument, type Shelf } from '../content/content.ts';
import { findDocument, type Library, type LibraryDocument } from '../library/library.ts';
import type { Abortable } from '../operations/operations.ts';
import { createLeafCheck } from './leaves-on-disk.ts';

/** A document of this node, whole or in part, as reading needs it. */
export interface Here {
  readonly infoHash: InfoHash;
  readonly name: string;
  readonly path: string;
  /** 0 where the number is not known */
  readonly pages: number;
  readonly complete: boolean;
  /** the page map's blob */
  readonly map?: Uint8Array | undefined;
  /** whether all that showing page `page` (an index) needs is here and right */
  holdsPage(page: number): Promise<boolean>;
}

/** The rooms that know what is here. */
export interface ReadRooms {
  readonly library: Library;
  readonly shelf: Shelf;
  readonly log: Log;
}

/**
 * Finds a document of this node: whole, arriving, or begun.
 *
 * @throws {CodedError} ERR_LIBRARY_NOT_FOUND, ERR_LIBRARY_AMBIGUOUS, ERR_CONTENT_MISSING, ERR_CONTENT_CHANGED,
 *   ERR_MAGNET_*
 */
export async function findHere(rooms: ReadRooms, text: string, options: Abortable): Promise<Here> {
  const query = looksLikeMagnet(text) ? parseMagnet(text).infoHash : text;
  const whole = wholeDocument(rooms.library, query);
  if (whole !== undefined) return wholeHere(rooms.library, whole, options);
  const arriving = rooms.shelf.downloads().map((content) => ({
    ...findable(content.description, content.path),
    open: () => arrivingHere(content),
  }));
  const known = new Set(arriving.map(({ infoHash }) => infoHash));
  const begun = (await begunDownloads(rooms))
    .filter(({ description }) => !known.has(description.info.infoHash))
    .map(({ description, path }) => ({
      ...findable(description, path),
      open: () => begunHere(description, path),
    }));
  return findDocument([...arriving, ...begun], query).open();
}

function wholeDocument(library: Library, query: string): LibraryDocument | undefined {
  try {
    return library.find(query);
  } catch (error) {
    if (codeOf(error) === 'ERR_LIBRARY_NOT_FOUND') return undefined;
    throw error;
  }
}

async function wholeHere(library: Library, document: LibraryDocument, options: Abortable): Promise<Here> {
  const state = await library.recheck(document, options);
  const { infoHash, name, pages, path } = library.get(document.infoHash) ?? document;
  if (state === 'missing') {
    throw new CodedError('ERR_CONTENT_MISSING', `'${path}' is gone: put it back, or remove the document`);
  }
  if (state === 'changed') {
    throw new CodedError('ERR_CONTENT_CHANGED', `'${path}' is not the document any more: publish it again`);
  }
  const map = await library.mapOf(infoHash);
  return { infoHash, name, path, pages, complete: true, map, holdsPage: async () => true };
}

function findable({ info, sha256 }: Description, path: string) {
  return { infoHash: info.infoHash, sha256: sha256 ?? '', name: info.name, path };
}

function arrivingHere(content: Content): Here {
  const { layout } = content.description;
  return {
    ...partialHere(content.description, content.path),
    holdsPage: async (page) => layout.leavesOfPage(page).every((leaf) => content.holdsLeaf(leaf)),
  };
}

function begunHere(description: Description, path: string): Here {
  const check = createLeafCheck(description.layout, path);
  return {
    ...partialHere(description, path),
    holdsPage: (page) => check(description.layout.leavesOfPage(page)),
  };
}

function partialHere({ info, layout, map }: Description, path: string) {
  return {
    infoHash: info.infoHash,
    name: info.name,
    path,
    pages: layout.pageCount,
    complete: false,
    map: map?.blob,
  };
}

/** Downloads that were begun and do not run. */
async function begunDownloads({
  library,
  log,
}: ReadRooms): Promise<{ readonly description: Description; readonly path: string }[]> {
  const found = (await library.partials()).map(async (infoHash) => {
    const path = library.partialPath(infoHash);
    try {
      const torrent = await library.torrentOf(infoHash);
      if (torrent === undefined) return [];
      const { info, pageswarm } = decodeMetainfo(torrent);
      const blob = await library.mapOf(infoHash);
      const map =
        blob === undefined ? undefined : { blob, digest: createHash('sha256').update(blob).digest() };
      return [{ description: describeDocument({ info, sha256: pageswarm?.sha256, map }), path }];
    } catch (error) {
      // it ended this moment, or its .torrent is damaged: the next `get` of it writes that again
      log.warn('download-unreadable', { path, reason: messageOf(error) });
      return [];
    }
  });
  return (await Promise.all(found)).flat();
}
