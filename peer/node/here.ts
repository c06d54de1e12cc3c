import { stat } from 'node:fs/promises';
import { codeOf } from '../../common/errors.ts';
import { type Md5, parseMd5 } from '../../common/ids.ts';
import { uploadOf } from '../../common/tracker-api/verify-upload.ts';
import type { LibraryDocument } from '../library/library.ts';
import { copyFolder, deliverCopy } from '../merge/merge.ts';
import type { Abortable, GetEvent, GetRequest, GetResult } from '../operations/operations.ts';
import { keepUpload } from '../publish/publish.ts';
import { torrentOfWanted, type Wanted } from '../search/search.ts';
import { digestsOfFile } from '../verify/verify.ts';
import { announce } from './announce.ts';
import { searchFor } from './identified.ts';
import type { Node } from './rooms.ts';

/** What a `get` of a document tells that is here: it is put where it is wanted, and the trackers hear that it is here. */
export async function* present(
  node: Node,
  here: LibraryDocument,
  wanted: Wanted,
  request: GetRequest,
  target: string | undefined,
  { signal }: Abortable,
): AsyncGenerator<GetEvent> {
  const path = target === undefined ? here.path : await copyTo(here, target);
  yield { type: 'present', path };
  if (request.readingCopy !== undefined) {
    yield { type: 'notice', message: 'no reading copy: the document itself is here' };
  }
  const trackers = await announce(node, here, signal);
  const holders = await searchFor(node, wanted)
    .holdersOf(here.infoHash, { signal })
    .catch(() => []);
  yield { type: 'announced', trackers, holders: holders.map(({ addresses }) => addresses[0] ?? '') };
  yield { type: 'done', result: resultOf(here, path, trackers.length > 0) };
}

/**
 * The document, if this node has it whole: on record, lying in the library folder under whatever name, or at `target`.
 */
export async function findHere(
  node: Node,
  wanted: Wanted,
  target: string | undefined,
  signal: AbortSignal,
): Promise<LibraryDocument | undefined> {
  const { library } = node;
  const { info, sha256 } = wanted;
  const known = library.get(info.infoHash);
  if (known !== undefined && (await library.recheck(known, { signal })) === 'serving') {
    return library.get(info.infoHash) ?? known;
  }
  if (sha256 === undefined) return undefined;
  const path = await library.recognise(sha256, info.length, { signal });
  return path === undefined ? await adopt(node, wanted, target) : await addFile(node, wanted, path);
}

/** The target of `--out`, if the very document lies there already. */
async function adopt(
  node: Node,
  wanted: Wanted,
  target: string | undefined,
): Promise<LibraryDocument | undefined> {
  if (target === undefined || wanted.sha256 === undefined) return undefined;
  const found = await stat(target).catch(() => undefined);
  if (found?.isFile() !== true || found.size !== wanted.info.length) return undefined;
  return (await digestsOfFile(target)).sha256 === wanted.sha256 ? addFile(node, wanted, target) : undefined;
}

async function addFile(node: Node, wanted: Wanted, path: string): Promise<LibraryDocument | undefined> {
  const { info, sha256, pages, map, trackers } = wanted;
  if (sha256 === undefined) return undefined;
  const md5: Md5 = wanted.md5 ?? parseMd5((await digestsOfFile(path)).md5);
  const { mtimeMs } = await stat(path);
  const document = {
    sha256,
    md5,
    infoHash: info.infoHash,
    name: info.name,
    path,
    size: info.length,
    mtimeMs,
    pages,
    ...(trackers.length > 0 && { trackers }),
  };
  const torrent = torrentOfWanted(wanted, node.announceUrls);
  if (wanted.upload !== undefined) await keepUpload(node.library.folders.documents, uploadOf(wanted.upload));
  return node.library.add({ ...document, published: false }, torrent, map?.blob);
}

/** Puts a copy of a document that is here where `--out` wants it. @throws {CodedError} ERR_GET_TARGET_EXISTS */
export async function copyTo(document: LibraryDocument, target: string): Promise<string> {
  if (document.path === target) return target;
  if (document.files !== undefined) {
    await copyFolder({ path: document.path, files: document.files }, target);
    return target;
  }
  try {
    await deliverCopy(document.path, target);
  } catch (error) {
    if (codeOf(error) !== 'ERR_GET_TARGET_EXISTS') throw error;
    if ((await digestsOfFile(target)).sha256 !== document.sha256) throw error;
  }
  return target;
}

function resultOf(document: LibraryDocument, path: string, announced: boolean): GetResult {
  const { sha256, infoHash, name, size, pages, md5 } = document;
  const fetched = { seconds: 0, fetchedBytes: 0, holders: [] };
  return { sha256, infoHash, name, size, pages, md5, md5Ok: true, path, ...fetched, announced };
}
