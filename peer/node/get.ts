import { stat } from 'node:fs/promises';
import { codeOf } from '../../common/errors.ts';
import { type Md5, parseInfoHash, parseMd5 } from '../../common/ids.ts';
import { uploadOf } from '../../common/tracker-api/verify-upload.ts';
import { download } from '../download.ts';
import type { LibraryDocument } from '../library/library.ts';
import { deliverCopy, targetExists, targetOf } from '../merge/merge.ts';
import type { Abortable, GetEvent, GetRequest, GetResult } from '../operations/operations.ts';
import { keepUpload } from '../publish/publish.ts';
import { identify, torrentOfWanted, type Wanted } from '../search/search.ts';
import { digestsOfFile } from '../verify/verify.ts';
import type { Node } from './rooms.ts';

/**
 * Gets a document: it is found, and either here already or fetched. Who asks for a document that is being fetched
 * watches that download.
 */
export async function* get(node: Node, request: GetRequest, { signal }: Abortable): AsyncGenerator<GetEvent> {
  const wanted = await identify(request.document, (more) => node.searchIn(more), { signal });
  const { info, sha256, pages } = wanted;
  yield {
    type: 'found',
    name: info.name,
    sha256: sha256 ?? '',
    infoHash: info.infoHash,
    size: info.length,
    pages,
  };
  const target = request.out === undefined ? undefined : await targetOf(request.out, info.name);

  const here = (await findHere(node, wanted, signal)) ?? (await adopt(node, wanted, target));
  if (here === undefined) {
    await refuseOtherFile(target);
    const work = (emit: (event: GetEvent) => void, limit: AbortSignal) =>
      fetch(node, wanted, request, target, emit, limit);
    for await (const event of node.gets.watch(info.infoHash, work, signal)) {
      yield event.type === 'done' ? await deliveredTo(node, event, target) : event;
    }
    return;
  }
  const path = target === undefined ? here.path : await copyTo(here, target);
  yield { type: 'present', path };
  if (request.readingCopy !== undefined) {
    yield { type: 'notice', message: 'no reading copy: the document itself is here' };
  }
  const trackers = await announce(node, here, signal);
  const holders = await node
    .searchIn(wanted.trackers)
    .holdersOf(here.infoHash, { signal })
    .catch(() => []);
  yield { type: 'announced', trackers, holders: holders.map(({ addresses }) => addresses[0] ?? '') };
  yield { type: 'done', result: presentResult(here, path, trackers.length > 0) };
}

/** Who joined a download that another command had begun wants the file in a place of his own. */
async function deliveredTo(
  node: Node,
  event: Extract<GetEvent, { type: 'done' }>,
  target: string | undefined,
): Promise<GetEvent> {
  const document = node.library.get(parseInfoHash(event.result.infoHash));
  if (document === undefined || target === undefined || event.result.path === target) return event;
  return { type: 'done', result: { ...event.result, path: await copyTo(document, target) } };
}

async function fetch(
  node: Node,
  wanted: Wanted,
  request: GetRequest,
  target: string | undefined,
  emit: (event: GetEvent) => void,
  signal: AbortSignal,
): Promise<GetResult> {
  const { infoHash } = wanted.info;
  if (wanted.upload !== undefined) await keepUpload(node.library.folders.documents, uploadOf(wanted.upload));
  return download(wanted, request, target, {
    library: node.library,
    shelf: node.shelf,
    swarm: node.swarm,
    hostId: node.hostId,
    search: node.searchIn(wanted.trackers),
    announceUrls: node.announceUrls,
    announce: (document, limit) => announce(node, document, limit),
    changed: () => node.announcer.changed(),
    uploaded: (bytes) => node.uploaded(infoHash, bytes),
    downloaded: (bytes) => {
      node.traffic.downloaded += bytes;
    },
    emit,
    log: node.log,
    signal,
  });
}

/** Tells the trackers that a whole document is here; those that know now. */
async function announce(
  node: Node,
  document: LibraryDocument,
  signal: AbortSignal,
): Promise<readonly string[]> {
  node.holdings.gained(document);
  return node.announcer.flush({ signal }).catch(() => []);
}

/** The document, if this node has it whole: on record, or lying in the library folder under whatever name. */
async function findHere(
  node: Node,
  wanted: Wanted,
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
  return path === undefined ? undefined : addFile(node, wanted, path);
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
  const { info, sha256, pages, map } = wanted;
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
  };
  const torrent = torrentOfWanted(wanted, node.announceUrls);
  if (wanted.upload !== undefined) await keepUpload(node.library.folders.documents, uploadOf(wanted.upload));
  return node.library.add({ ...document, published: false }, torrent, map?.blob);
}

async function refuseOtherFile(target: string | undefined): Promise<void> {
  if (target === undefined || (await stat(target).catch(() => undefined)) === undefined) return;
  throw targetExists(target);
}

/** Puts a copy of a document that is here where `--out` wants it. */
async function copyTo(document: LibraryDocument, target: string): Promise<string> {
  if (document.path === target) return target;
  try {
    await deliverCopy(document.path, target);
  } catch (error) {
    if (codeOf(error) !== 'ERR_GET_TARGET_EXISTS') throw error;
    if ((await digestsOfFile(target)).sha256 !== document.sha256) throw error;
  }
  return target;
}

function presentResult(document: LibraryDocument, path: string, announced: boolean): GetResult {
  const { sha256, infoHash, name, size, pages, md5 } = document;
  const fetched = { seconds: 0, fetchedBytes: 0, holders: [] };
  return { sha256, infoHash, name, size, pages, md5, md5Ok: true, path, ...fetched, announced };
}
