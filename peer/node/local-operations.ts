import { stat } from 'node:fs/promises';
import { CodedError, messageOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import { decodeMetainfo, type Metainfo } from '../../common/metainfo/metainfo.ts';
import { signWithdrawal } from '../../common/tracker-api/signature.ts';
import type { LibraryDocument } from '../library/library.ts';
import type {
  Abortable,
  NodeStatus,
  Operations,
  Removed,
  RemoveRequest,
  SharedDocument,
} from '../operations/operations.ts';
import { dropUpload } from '../publish/publish.ts';
import { identify, torrentOfWanted } from '../search/search.ts';
import { get } from './get.ts';
import { publish } from './publish-paths.ts';
import type { Node } from './rooms.ts';
import { transferOperations } from './transferring.ts';

/** What `node` does for people, in this process. */
export function localOperations(node: Node): Operations {
  return {
    publish: (request, options) => publish(node, request, options),
    get: (request, options) => get(node, request, options),
    search: (words, options) => node.searchIn([]).searchWords(words, options),
    show: (document, options) => node.searchIn([]).find(document, options),
    list: (options) => node.searchIn([]).list(options),
    torrent: (document, options) => torrent(node, document, options),
    shared: () => shared(node),
    status: (options) => status(node, options),
    remove: (request, options) => remove(node, request, options),
    preview: (request, options) => node.reader.preview(request, options),
    readable: (document, options) => node.reader.readable(document, options),
    settings: () => node.settings.list(),
    configure: ({ name, value }) => node.settings.change(name, value),
    ...transferOperations(node),
  };
}

async function torrent(node: Node, document: string, options: Abortable) {
  const own = findOwn(node, document);
  const kept = own === undefined ? undefined : await node.library.torrentOf(own.infoHash);
  if (own !== undefined && kept !== undefined) return { name: own.name, bytes: kept };
  const wanted = await identify(document, (more) => node.searchIn(more), options);
  return { name: wanted.info.name, bytes: torrentOfWanted(wanted, node.announceUrls) };
}

function findOwn(node: Node, document: string): LibraryDocument | undefined {
  try {
    return node.library.find(document);
  } catch {
    return undefined;
  }
}

/** What `stat` counts blocks in, bytes, whatever the file system. @see POSIX, `<sys/stat.h>` */
const DISK_BLOCK = 512;

async function shared(node: Node): Promise<SharedDocument[]> {
  const whole = node.library.documents().map(async (document): Promise<SharedDocument> => {
    const { sha256, infoHash, md5, name, path, size, pages, inLibrary, uploadedBytes } = document;
    const state = await node.library.state(document);
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
  });
  const arriving = node.shelf.downloads().map(
    ({ description: { info, sha256, layout }, path, heldBytes }): SharedDocument => ({
      sha256: sha256 ?? '',
      infoHash: info.infoHash,
      md5: info.md5 ?? '',
      name: info.name,
      path,
      size: info.length,
      pages: layout.pageCount,
      state: 'fetching',
      heldPercent: Math.floor((100 * heldBytes) / Math.max(1, info.length)),
      inLibrary: false,
      uploadedBytes: 0,
    }),
  );
  const known = new Set([...node.library.documents(), ...arriving].map(({ infoHash }) => infoHash));
  const left = (await node.library.partials()).filter((infoHash) => !known.has(infoHash));
  const unfinished = await Promise.all(left.map((infoHash) => unfinishedDownload(node, infoHash)));
  return [...(await Promise.all(whole)), ...arriving, ...unfinished.flat()];
}

/** A download that was begun and does not run. How much of it is here is told by the disk: it is hashed when it goes on. */
async function unfinishedDownload({ library, log }: Node, infoHash: InfoHash): Promise<SharedDocument[]> {
  const path = library.partialPath(infoHash);
  try {
    const torrent = await library.torrentOf(infoHash);
    if (torrent === undefined) return [];
    return [unfinished(path, decodeMetainfo(torrent), await stat(path))];
  } catch (error) {
    // it ended this moment, or its .torrent is damaged: the next `get` of it writes that again
    log.warn('download-unreadable', { path, reason: messageOf(error) });
    return [];
  }
}

function unfinished(
  path: string,
  { info, pageswarm }: Metainfo,
  { blocks }: { readonly blocks: number },
): SharedDocument {
  const heldPercent = Math.min(99, Math.floor((100 * blocks * DISK_BLOCK) / Math.max(1, info.length)));
  return {
    sha256: pageswarm?.sha256 ?? '',
    infoHash: info.infoHash,
    md5: info.md5 ?? '',
    name: info.name,
    path,
    size: info.length,
    pages: pageswarm?.pages ?? 0,
    state: 'partial',
    heldPercent,
    inLibrary: false,
    uploadedBytes: 0,
  };
}

/** ms that a node which has just started waits for the first answers of its trackers */
const FIRST_ANSWERS_MS = 2_000;

async function status(node: Node, { signal }: Abortable): Promise<NodeStatus> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(FIRST_ANSWERS_MS)]);
  await node.announcer.asked({ signal: limit }).catch(() => undefined);
  signal.throwIfAborted();
  const documents = node.library.documents().filter(({ infoHash }) => node.holdings.serves(infoHash));
  return {
    version: node.version,
    pid: process.pid,
    lasting: node.lasting,
    data: node.library.folders.data,
    addresses: node.addresses,
    trackers: node.announcer.contacts(),
    documents: documents.length,
    bytes: documents.reduce((sum, { size }) => sum + size, 0),
    connections: node.swarm.connections,
    uploadedBytes: node.traffic.uploaded,
    downloadedBytes: node.traffic.downloaded,
  };
}

async function remove(node: Node, request: RemoveRequest, { signal }: Abortable): Promise<Removed> {
  const document = node.library.find(request.document);
  const { infoHash, sha256, name, path } = document;
  if (node.shelf.downloads().some(({ description }) => description.info.infoHash === infoHash)) {
    throw new CodedError('ERR_PEER_BUSY', `'${name}' is being fetched; interrupt that first`);
  }
  node.holdings.lost(infoHash);
  await node.shelf.drop(infoHash);
  const { fileDeleted } = await node.library.remove(infoHash, { deleteFile: request.deleteFile });
  await dropUpload(node.library.folders.documents, infoHash);
  const withdrawn = document.published ? await withdraw(node, document, signal) : [];
  await node.announcer.flush({ signal }).catch(() => []);
  return { sha256, name, path, fileDeleted, withdrawn };
}

/** Takes our publication back; a tracker that cannot be reached does not stop the removal. */
async function withdraw(
  node: Node,
  { sha256 }: LibraryDocument,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const withdrawal = signWithdrawal({ version: 1, withdraw: sha256, sequence: Date.now() }, node.library.key);
  try {
    return await node.announcer.withdraw(withdrawal, { signal });
  } catch (error) {
    signal.throwIfAborted();
    node.log.warn('withdraw-failed', { sha256, err: error });
    return [];
  }
}
